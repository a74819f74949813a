/**
 * Run folders: training into them, finding detectors in them.
 *
 * <pre>
 * RUN/training.json                        settings, data, versions, what is done
 * RUN/CATEGORY/unsupervised.madenet        after stage one
 * RUN/CATEGORY/fine-tuned.madenet          after stage two
 * RUN/CATEGORY/checkpoints/                while a stage trains
 * </pre>
 *
 * <p>There is one detector per category, or one of all, whose folder is {@code all-categories}. The
 * magnetic tiles are one category, whose defect types are its classes. A run of MADE-Net has its
 * submodels' runs beside its own detector, in folders of their names.
 */
package org.madenet.bench.run;
