package org.madenet.core;

/**
 * What a detector costs, counted from its networks.
 *
 * @param multiplyAdds of convolutions and dense layers, for scoring one image
 * @param parameters numbers that training fits
 * @param inferenceBytes memory for scoring one image, at most
 * @param trainingBytes memory for one training step, an estimate
 * @param trainingBatch images of that step
 * @see org.madenet.core.nn.NetworkCost
 */
public record DetectorCost(
    long multiplyAdds,
    long parameters,
    long inferenceBytes,
    long trainingBytes,
    int trainingBatch) {}
