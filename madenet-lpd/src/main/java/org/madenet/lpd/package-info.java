/** Placeholder description, replaced when the module gets its first type. */
package org.madenet.lpd;
