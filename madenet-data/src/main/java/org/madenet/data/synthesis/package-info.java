/**
 * Synthetic anomalies in normal images, for training without defects: section 3.1.1 of the paper,
 * equation (1). {@link org.madenet.data.synthesis.AnomalySynthesizer} makes a sample of an image,
 * {@link org.madenet.data.synthesis.SyntheticBatches} feeds a training, from it or from any other
 * {@link org.madenet.data.synthesis.Synthesizer}.
 *
 * <p>An anomaly is a {@link org.madenet.data.synthesis.PerlinMask Perlin mask} times the image's
 * {@link org.madenet.data.synthesis.ForegroundMask foreground}, filled with a foreign texture from
 * a {@link org.madenet.data.synthesis.TextureSource}, or with the image's own augmented copy, cut
 * into a grid and shuffled. Textures and copies first pass three of DRAEM's ten augmenters.
 *
 * <p>What was decided where the paper leaves it open:
 *
 * <ul>
 *   <li><b>Numbers</b> are those of DRAEM (Zavrtanik and others, 2021) and MemSeg (Yang and others,
 *       2022): half of the samples clean, 1 to 32 cells per axis, threshold 0.5, rotation by -90 to
 *       90 degrees, a grid of 8x8. Opacity is 1, as equation (1) says; a range is an option.
 *   <li><b>The noise is rotated, not its picture.</b> A rotated picture has empty corners, where
 *       anomalies would be rare. Cells are never smaller than 4 pixels.
 *   <li><b>The foreground</b> is what differs from the colour of the image's border. MemSeg
 *       thresholds grey levels after Otsu and is told per category whether the background is
 *       bright. On dark parts with bright leads that finds the leads only, so here a plane per
 *       channel is fitted to the border and Otsu's threshold is put on the distance to it. Whether
 *       an image has a background at all is decided per image; in doubt the whole image is
 *       foreground, which the paper's equation allows everywhere.
 *   <li><b>Too small, too large, invisible.</b> A mask outside a range of areas, or an anomaly that
 *       looks like what it replaces, is drawn again, a bounded number of times; then the sample
 *       stays clean and says so. Whether it is to be clean, texture or structure is drawn first, so
 *       drawing again does not change the shares, except by what had to stay clean.
 *   <li><b>Grey images get grey anomalies</b>, or colour alone would give them away.
 *   <li><b>Textures.</b> The Describable Textures (DTD) may not be redistributed: {@link
 *       org.madenet.data.synthesis.FolderTextures} reads them, or any images, from a folder, and
 *       {@link org.madenet.data.synthesis.ProceduralTextures} needs none.
 *   <li><b>Hue and saturation</b> are changed by one matrix per image, not in HSV per pixel;
 *       rotation mirrors at the border, where DRAEM's leaves black corners; solarisation is always
 *       done when chosen.
 *   <li><b>One seed.</b> Everything follows from the generator that is passed in. Scalars come from
 *       {@link java.lang.StrictMath}, pixels from plain float arithmetic: samples are the same to
 *       the bit on every machine and with any number of threads.
 * </ul>
 *
 * <p>{@link org.madenet.data.synthesis.PatchDistortion} makes the other kind of sample, that of
 * section 3.3.1: a rectangle of the image pasted elsewhere in it. Decided there:
 *
 * <ul>
 *   <li><b>Turned by quarters</b> unless asked otherwise: nothing is interpolated then, so the
 *       patch keeps its grain, and smoothness does not give it away.
 *   <li><b>Perceptible</b> means visible twice: against the pixels that a patch covers, and against
 *       those around it. The first alone would pass every patch of an even texture, which nobody
 *       sees. Each comparison has the paper's three measures, and one of them is enough. The
 *       thresholds are ours; they have not been tuned.
 *   <li><b>Anywhere.</b> Patches are cut and pasted on the background too; there the gate rejects
 *       what cannot be seen.
 * </ul>
 *
 * <p>{@link org.madenet.data.synthesis.CutPaste} makes the samples of CutPaste itself (Li and
 * others, 2021), the published baseline: rectangles, and thin turned scars, in every image and
 * without a gate. Decided there: a scar is turned with bilinear interpolation, where the
 * re-implementations take the nearest pixel; what is jittered is the piece as it lies, after
 * turning; torchvision's {@code ColorJitter} is the model of {@link
 * org.madenet.data.synthesis.ColourJitter}.
 */
package org.madenet.data.synthesis;
