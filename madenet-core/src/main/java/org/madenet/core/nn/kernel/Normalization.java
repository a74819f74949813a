package org.madenet.core.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters of a batch normalisation: y = gamma (z - mean) / sqrt(variance + epsilon) + beta.
 *
 * @param gamma scale [1,C]
 * @param beta shift [1,C]
 * @param epsilon added to the variance
 * @param relu whether ReLU follows
 */
public record Normalization(INDArray gamma, INDArray beta, double epsilon, boolean relu) {}
