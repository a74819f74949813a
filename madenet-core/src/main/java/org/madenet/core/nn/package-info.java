/**
 * Networks that are fast on a CPU: layers and vertices for Deeplearning4j's ComputationGraph that
 * compute through oneDNN, and the builder that puts them together.
 *
 * <p>Activations have the shape {@code [N,C,H,W]} everywhere. With oneDNN they lie in memory
 * channel by channel for each pixel ("channels last"), which a reader sees in nothing but the
 * strides. Layers take arrays of any strides.
 *
 * <p>Where oneDNN cannot be used, on a GPU or in double precision, the same layers compute through
 * ND4J's own operations. {@link org.madenet.core.nn.Acceleration} says which it is.
 */
package org.madenet.core.nn;
