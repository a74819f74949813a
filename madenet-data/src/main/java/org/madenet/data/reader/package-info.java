/** One reader per dataset layout on disk. */
package org.madenet.data.reader;
