package org.madenet.ism;

/**
 * What the pre-classifier says of an image.
 *
 * @param category the likeliest category
 * @param confidence its softmax probability, in (0,1]
 */
public record CategoryGuess(String category, double confidence) {}
