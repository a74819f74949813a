/**
 * MADE-Net: integration and selection of the submodels (paper, sections 3.4 and 3.5). {@link
 * org.madenet.ism.MadeNetAssembler} makes one file of trained submodels, {@link
 * org.madenet.ism.MadeNetDetector} is the whole framework as one detector.
 *
 * <p>Decided where the paper is silent:
 *
 * <ul>
 *   <li><b>The classifier</b> of a MADE-Net before fine-tuning is trained and reported on normal
 *       images only, the one after it on all.
 *   <li><b>The choice before fine-tuning</b> must not know real anomalies. It is made by {@link
 *       org.madenet.ism.PerformanceMap.Origin#SYNTHETIC} ones, {@linkplain
 *       org.madenet.data.synthesis.ProbeAnomalies of kinds that no submodel is trained on}: three
 *       of each normal image of the validation part. So it is after fine-tuning for categories
 *       whose validation part has no anomaly.
 *   <li><b>The choice from few anomalies.</b> A validation part with one or two anomalous images
 *       per category chooses by chance: on ManuDefect-mini what it chose was 0.06 image AUROC
 *       behind the best single submodel. Presets but PAPER therefore draw a category's figures
 *       towards the submodel's mean over all categories ({@link
 *       org.madenet.ism.PerformanceMap#score}). With the hundreds of images of ManuDefect-21 that
 *       changes next to nothing.
 *   <li><b>Calibration.</b> Scores of different submodels are not comparable. Each detector is
 *       calibrated on normal images of the categories that it serves ({@link
 *       org.madenet.ism.MonotoneCalibration}), monotonically, so that no detector's own ranking
 *       changes. Category by category, as it was at first, it did change where one detector serves
 *       all: an image that was taken for another category got the scale of that one, and a scale
 *       from five validation images is a poor one besides (figures in {@code
 *       docs/results/manudefect-mini-tables.md}).
 *   <li><b>The fallback</b> is SFAD. Where there is an SFAD per category, it is that of the
 *       likeliest category, which is the wrong one just when the classifier is in doubt; one for
 *       all, the default of {@code madenet ensemble}, does not depend on it.
 *   <li><b>Blending</b> is ours, not the paper's: {@link org.madenet.ism.MadeNetDetector#blended}
 *       averages the calibrated maps of all submodels, weighted by the figures that choose
 *       otherwise. On ManuDefect-mini with three seeds it has 0.403 pixel AP fine-tuned where the
 *       choice has 0.343 and the best submodel 0.340, and takes as long as all three together. The
 *       default is the paper's choice.
 *   <li><b>Size.</b> Submodels differ in their input size; each gets the image resized as a
 *       dataset's loader would, and its map is resized back.
 * </ul>
 */
package org.madenet.ism;
