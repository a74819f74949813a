/**
 * LPD, localized patch discrimination (paper, section 3.3): {@link org.madenet.lpd.LpdTrainer}
 * trains a backbone to tell normal images from images with a piece of themselves pasted elsewhere
 * ({@link org.madenet.data.synthesis.PatchDistortion}), then on real defects.
 *
 * <p>Decided where the paper is silent:
 *
 * <ul>
 *   <li><b>The map is our extension.</b> The paper does not say how a classifier of images gives a
 *       map. The place of a patch is known, so a second head learns it from the features at strides
 *       8 and 16; equation (17) trains the image head.
 *   <li><b>CutPaste's way</b> of scoring, a Gaussian of normal features, is an option after stage
 *       one. Its map takes the features of each cell, where CutPaste trains a network for patches
 *       of 32x32 pixels of its own.
 *   <li><b>Stage two</b> trains both heads with real images and masks. Where an image is anomalous
 *       and nothing is marked, it trains the image head only.
 * </ul>
 */
package org.madenet.lpd;
