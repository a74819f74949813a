/**
 * Image operations on plain planes of floats, row by row: what turns a network's coarse grid into
 * an anomaly map of the input's size. They cost little next to a backbone, so they run in Java and
 * give the same result on every ND4J backend. {@link org.madenet.core.image.ImageArrays} makes
 * arrays of such planes.
 */
package org.madenet.core.image;
