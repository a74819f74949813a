/**
 * SFAD, the feature-based submodel (paper, section 3.2): descriptors from a frozen pretrained
 * backbone, an adaptor, and a small discriminator that learns to tell normal descriptors from noisy
 * ones.
 *
 * <pre>{@code
 * SfadTrainer trainer = new SfadTrainer(SfadPresets.LITE);
 * SfadDetector detector = trainer.fit(normal, heldOutNormal, TrainingRun.quiet());
 * SfadDetector tuned = trainer.fineTune(detector, labelled, heldOutLabelled, TrainingRun.quiet());
 * }</pre>
 *
 * <p>Where the equations are: (6), (7) {@code FeatureEmbedding}; (8) the adaptor of {@code
 * SfadNetwork}; (10) {@code FeatureNoise}; (11), (12) {@code SfadLoss} and the labels of {@code
 * UnsupervisedStage}; (13) to (16) {@link org.madenet.sfad.SfadDetector#predict}.
 *
 * <h2>Decisions where the paper is silent, and deviations</h2>
 *
 * <ul>
 *   <li>Neighbourhood: cells outside the map are not counted, as equation (6) reads; SimpleNet
 *       counts zeros there. {@link org.madenet.sfad.Aggregation#SIMPLENET} does what SimpleNet
 *       does.
 *   <li>Biases: none before the batch normalisation, where they have no effect.
 *   <li>The adaptor is one linear layer, which is what a 1x1 convolution is. {@link
 *       org.madenet.sfad.SfadPresets#LITE} starts it as the map that whitens normal descriptors and
 *       leaves it there; {@link org.madenet.sfad.SfadPresets#PAPER} starts it at random and trains
 *       it.
 *   <li>Noise scale: relative to standardised features in LITE; SimpleNet's 0.015 in PAPER, which
 *       suits WideResNet-50-2 alone.
 *   <li>Early stopping in stage one: the loss on held-out normal images, network in inference mode,
 *       with cells and noise that stay the same. It needs no anomalous image.
 *   <li>Early stopping in stage two: image AUROC and cell AP on held-out labelled images, half
 *       each.
 *   <li>Stage two: a cell is a defect if a mask covers half of it, or if it is the most covered one
 *       of its image. Other cells under or near a mask are left out.
 *   <li>An anomalous image without a mask trains nothing, since no cell of it has a known label; in
 *       validation it counts at image level.
 *   <li>Cells are drawn anew in each step in place of using all, since neighbours are alike.
 * </ul>
 *
 * <h2>Speed</h2>
 *
 * <p>Features of the training images are computed once. For scoring, everything between features
 * and LeakyReLU is folded into one matrix. Training steps run on ND4J's matrix products with
 * written-out element-wise passes; a graph of stock layers took about twenty times as long.
 */
package org.madenet.sfad;
