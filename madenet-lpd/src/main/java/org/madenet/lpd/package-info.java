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
 *   <li><b>A pretrained backbone keeps its statistics.</b> Preset lite starts with ImageNet weights
 *       and folds their batch normalisation into the convolutions. Otherwise the running statistics
 *       move to those of a few hundred similar images, and the features lose what they knew: on the
 *       magnetic tiles' development set the image AUROC of a Gaussian density of pooled features
 *       was 0.86 before stage one, 0.67 when nothing but the statistics had moved (both by PyTorch,
 *       on the embedded weights), and 0.92 after stage one with folded normalisation.
 *   <li><b>CutPaste's way</b> of scoring, a Gaussian of normal features, is preset lite's after
 *       stage one; the heads, trained on patches alone, rank real defects worse. Its map takes the
 *       features of each cell, where CutPaste trains a network for patches of 32x32 pixels of its
 *       own.
 *   <li><b>Stage two</b> trains both heads with real images and masks. Where an image is anomalous
 *       and nothing is marked, it trains the image head only.
 * </ul>
 */
package org.madenet.lpd;
