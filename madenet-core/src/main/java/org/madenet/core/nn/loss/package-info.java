/**
 * Losses over pixels, for Deeplearning4j's {@code CnnLossLayer}. Each is a mean over the pixels of
 * an image; Deeplearning4j divides by the images of the minibatch, so that a network's score and
 * its gradients belong to the mean over all pixels.
 */
package org.madenet.core.nn.loss;
