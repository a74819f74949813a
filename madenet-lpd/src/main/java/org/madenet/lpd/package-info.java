/**
 * LPD, localized patch discrimination (paper, section 3.3): {@link org.madenet.lpd.LpdTrainer}
 * trains a backbone to tell normal images from images with a piece of themselves pasted elsewhere
 * ({@link org.madenet.data.synthesis.PatchDistortion}), then on real defects.
 *
 * <p>Decided where the paper is silent:
 *
 * <ul>
 *   <li><b>The backbone</b> is "typically a ResNet variant" in section 3.3.2, which names neither
 *       its depth nor what it knows at the start, nor the widths of the head. Preset paper takes
 *       ResNet-18 with random weights, since section 3.3.3 has it pretrained by this very task, all
 *       of it at the rate of the heads, and one hidden layer of 512 with dropout 0.2.
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
 *   <li><b>Normal images</b> stay as they are in preset paper. "Data enhancement strategies -
 *       including patch recombination - are also used in normal images" (section 3.3.2) names none,
 *       and recombining patches is what makes an image the other class; {@link
 *       org.madenet.lpd.LpdOptions#augmentation} mirrors and turns them.
 *   <li><b>Stage two</b> trains both heads with real images and masks. Where an image is anomalous
 *       and nothing is marked, it trains the image head only.
 * </ul>
 *
 * <h2>CutPaste</h2>
 *
 * <p>CutPaste (Li and others, CVPR 2021) is the published baseline of this paradigm, in the paper's
 * Table 4: {@link org.madenet.lpd.CutPasteTrainer}, {@link org.madenet.lpd.CutPasteOptions} and
 * {@link org.madenet.lpd.CutPastePresets}. It learns from normal images only: a network tells
 * normal images, images with a pasted rectangle and images with a pasted scar apart, and a Gaussian
 * of its embeddings of normal images scores. Preset paper has the published numbers; there is no
 * official code.
 *
 * <ul>
 *   <li><b>Localisation.</b> The publication explains models of whole images by GradCAM and
 *       localises with models of patches. {@link org.madenet.lpd.CutPasteLevel#PATCHES} is the
 *       latter: a network for patches of 32x32 pixels, one patch every 4 pixels, 3249 in an image
 *       of 256x256, which cost 50 times as much as the image. At {@link
 *       org.madenet.lpd.CutPasteLevel#IMAGES} the map is not GradCAM, which asks what made the
 *       network say "pasted" and needs a backward pass per image, but the density that scores the
 *       image, taken of each cell of the last stage: as coarse as GradCAM, and in the units of the
 *       score.
 *   <li><b>From patches to pixels</b> with a Gaussian of 8 pixels; the publication gives no width.
 *       It is a weighted mean, so that borders are not darker.
 *   <li><b>The image score of patches</b> is their maximum.
 *   <li><b>Augmentation.</b> Normal images are jittered in colour before anything is pasted. The
 *       publication also shifts them at random; here they are not shifted.
 *   <li><b>Weight decay</b> leaves biases and batch normalisations alone.
 *   <li><b>Scars</b> have the same size in pixels in an image and in a patch of it.
 *   <li>No early stopping: the last weights stay. A fifth of the normal images is held out, as from
 *       every detector here, and reported on.
 *   <li><b>Preset lite</b> starts from ImageNet with folded batch normalisation, for the reason
 *       above, and trains the backbone at a hundredth of the head's rate: with momentum and without
 *       normalisation of its own it collapsed at three hundredths, on the images of the tests.
 * </ul>
 */
package org.madenet.lpd;
