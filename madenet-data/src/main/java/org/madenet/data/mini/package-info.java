/**
 * ManuDefect-mini: rendered stand-in for ManuDefect-21, whose files are not public. It has the
 * original's categories, anomaly types and proportions, so that everything runs anywhere. Its
 * images are synthetic: nothing measured on them says anything about real factories.
 *
 * <p>A part on its board is a list of {@link org.madenet.data.mini.Layer layers} in board units
 * (256 across the image). They are painted onto a {@link org.madenet.data.mini.Surface} of albedo,
 * height and gloss, lit by {@link org.madenet.data.mini.Lighting} and seen by a {@link
 * org.madenet.data.mini.Camera}. A defect changes the list of layers, nothing else; the
 * ground-truth mask is where the picture with the defect differs from its twin without.
 *
 * <p>Only arithmetic, square roots and {@link StrictMath} are used, and every random number comes
 * from {@link org.madenet.data.mini.Hash}, so images are the same to the byte on every machine.
 */
package org.madenet.data.mini;
