/**
 * One reader per layout on disk. A reader goes by names and tables; it does not decode. A new
 * layout is a class here and a line in {@link org.madenet.data.Datasets}.
 *
 * <p>The readers of the MVTec family share one parser. They are told apart by names: all categories
 * among those of MPDD, or all among the components of ManuDefect-21 (or any {@code
 * train/<defect>}), or neither. A folder that has {@code train/good} itself is read as a dataset of
 * one category.
 */
package org.madenet.data.reader;
