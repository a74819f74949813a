package org.madenet.ism;

/**
 * How MADE-Net serves an image.
 *
 * @param category what the pre-classifier takes it for
 * @param confidence its confidence, in (0,1]; 1 where there is one category only
 * @param submodel what scores the image
 * @param fallback whether the confidence did not pass the gate, so that the default submodel was
 *     taken; so it is with most images of a category that was never seen in training
 */
public record Route(String category, double confidence, Submodel submodel, boolean fallback) {}
