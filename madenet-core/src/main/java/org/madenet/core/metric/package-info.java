/**
 * Metrics of anomaly detection, exact and with ties handled as scikit-learn does.
 *
 * <p>{@link org.madenet.core.metric.ImageScores} collects one score per image, {@link
 * org.madenet.core.metric.PixelScores} one anomaly map per image. Both count each distinct score
 * once; a {@link org.madenet.core.metric.Sweep} over the counts from the highest score down yields
 * AUROC, average precision, F1-max, AUPRO and the curves in one go. Pixels are counted as they come
 * in, so a test set of any number of maps fits: what is kept is a count per distinct float, not a
 * score per pixel.
 *
 * <p>{@link org.madenet.core.metric.Metrics} is the one list of all metrics; tables and files
 * follow it.
 */
package org.madenet.core.metric;
