/**
 * Tables of results, shaped like those of the paper. A {@link org.madenet.bench.table.MethodResult}
 * is what one method achieved, read from the {@code metrics.json} of an evaluation; from any number
 * of them {@link org.madenet.bench.table.CategoryTable} makes Table 4; {@link
 * org.madenet.bench.table.TextTable} holds any table and prints it as text or Markdown.
 *
 * <p>A table of results on rendered images says so in its title, whoever makes it: the title comes
 * with the results.
 */
package org.madenet.bench.table;
