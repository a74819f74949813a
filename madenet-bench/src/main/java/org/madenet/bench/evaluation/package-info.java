/**
 * Predictions on a test part and the figures made of them. Pixel metrics are computed at the
 * detector's input resolution, as the masks are resized to it.
 */
package org.madenet.bench.evaluation;
