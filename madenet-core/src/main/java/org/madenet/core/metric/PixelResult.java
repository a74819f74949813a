package org.madenet.core.metric;

/**
 * Pixel-level metrics over all pixels of all images.
 *
 * @param auroc area under the ROC curve, in [0,1]
 * @param averagePrecision step-wise area under the precision-recall curve, in (0,1]
 * @param f1Max largest F1 score over all thresholds, in (0,1]
 * @param f1Threshold score from which on a pixel counts as anomalous to reach it
 * @param aupro area under the per-region overlap curve, in [0,1]
 * @param fprLimit the false positive rate up to which AUPRO integrates
 * @param normal number of normal pixels
 * @param anomalous number of anomalous pixels
 * @param regions number of 8-connected ground-truth regions
 * @param roc false positive rate and true positive rate
 * @param precisionRecall recall and precision
 */
public record PixelResult(
    double auroc,
    double averagePrecision,
    double f1Max,
    double f1Threshold,
    double aupro,
    double fprLimit,
    long normal,
    long anomalous,
    long regions,
    Curve roc,
    Curve precisionRecall) {}
