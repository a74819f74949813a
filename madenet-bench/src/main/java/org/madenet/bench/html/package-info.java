/** What all pages share; the pages themselves lie with what they show. */
package org.madenet.bench.html;
