package org.madenet.bench.evaluation;

import org.madenet.data.Sample;

/**
 * A test sample with its image-level anomaly score.
 *
 * @param sample the sample
 * @param score higher is more anomalous
 */
public record ScoredSample(Sample sample, double score) {}
