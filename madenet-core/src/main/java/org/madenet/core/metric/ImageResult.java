package org.madenet.core.metric;

/**
 * Image-level metrics.
 *
 * @param auroc area under the ROC curve, in [0,1]
 * @param averagePrecision step-wise area under the precision-recall curve, in (0,1]
 * @param f1Max largest F1 score over all thresholds, in (0,1]
 * @param f1Threshold score from which on an image counts as anomalous to reach it
 * @param normal number of normal images
 * @param anomalous number of anomalous images
 * @param roc false positive rate and true positive rate
 * @param precisionRecall recall and precision
 */
public record ImageResult(
    double auroc,
    double averagePrecision,
    double f1Max,
    double f1Threshold,
    long normal,
    long anomalous,
    Curve roc,
    Curve precisionRecall) {}
