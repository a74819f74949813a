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
 *   <li>Neighbourhood: {@link org.madenet.sfad.Aggregation#MEAN} is equation (6) as it reads, which
 *       does not count cells outside the map. The presets aggregate as SimpleNet does, which keeps
 *       something of where in the neighbourhood a value is (see below).
 *   <li>Biases: none before the batch normalisation, where they have no effect.
 *   <li>The adaptor is one linear layer, which is what a 1x1 convolution is. {@link
 *       org.madenet.sfad.SfadPresets#LITE} starts it as the map that whitens normal descriptors and
 *       leaves it there; {@link org.madenet.sfad.SfadPresets#PAPER} starts it at random and trains
 *       it.
 *   <li>Noise scale: relative to standardised features in LITE; SimpleNet's 0.015 in PAPER, which
 *       suits WideResNet-50-2 alone.
 *   <li>Early stopping in stage one: the loss on held-out normal images, network in inference mode,
 *       with cells and noise that stay the same. It needs no anomalous image. Fewer than ten such
 *       images decide nothing ({@link org.madenet.sfad.SfadTrainer#fit}), and in LITE none do: it
 *       trains to its end (see below). Where the options have a patience an epoch has ten steps at
 *       least; without, as in LITE, it is one pass over the images, however few.
 *   <li>Early stopping in stage two: image AUROC and cell AP on held-out labelled images, half
 *       each; with fewer than five defects among them, none, and none in LITE (see below), which
 *       leaves those images for MADE-Net's choice.
 *   <li>Stage two: a cell is a defect if a mask covers half of it, or if it is the most covered one
 *       of its image. Other cells under or near a mask are left out.
 *   <li>An anomalous image without a mask trains nothing, since no cell of it has a known label; in
 *       validation it counts at image level.
 *   <li>Stage two of LITE has no noisy negatives beside the real ones: section 3.5 lets real
 *       defects replace the synthetic ones, and the design's "beside" is an option ({@link
 *       org.madenet.sfad.SupervisedWeights#noise}) that PAPER uses. The noisy twins are there all
 *       the same and in no loss: the batch normalisation's mean and variance, those that scoring
 *       uses too, are of all cells drawn and of their twins, and through them the twins touch the
 *       hidden layer's gradient.
 *   <li>Stage two starts from stage one with the fixed adaptor moved into the hidden layer, an
 *       identity: whitening turns the defects' directions among weak ones, and training on whitened
 *       descriptors was slower (see below). The noise of its twins is then in units of the scaled
 *       features, no longer of the whitened ones: as the hidden layer sees it, a direction of
 *       little variance gets more of it than in stage one. What equal noise in both stages would
 *       change was not measured.
 *   <li>In stage one of LITE cells are drawn anew in each step in place of using all, since
 *       neighbours are alike.
 * </ul>
 *
 * <h2>SimpleNet</h2>
 *
 * <p>SimpleNet (Liu and others, CVPR 2023), a baseline in the paper's Table 4, is stage one under
 * other options, so it has a trainer ({@link org.madenet.sfad.SimpleNetTrainer}) and presets
 * ({@link org.madenet.sfad.SimpleNetPresets}) and shares the rest. Preset paper has the numbers of
 * the official code. What differs from that code:
 *
 * <ul>
 *   <li>Images are resized as a whole; there, the centre is cut out of a larger one.
 *   <li>The last of 160 epochs stays. There, every fourth epoch is scored on the test images, and
 *       the best score is reported.
 *   <li>A fifth of the normal images is held out, as from every detector here, and reported on.
 *   <li>Images left over at the end of an epoch are left out of it, other ones each time.
 *   <li>Two biases are missing, 2560 of 3.94 million parameters. A batch normalisation takes them
 *       away again; a test compares training with PyTorch's layers that have them.
 * </ul>
 *
 * <p>Preset lite, noise of 0.1 / 0.25 / 0.5 / 1 on standardised features: training loss after 480
 * steps of 8 times 64 cells 0.99 / 0.52 / 0.04 / 0.01 (1 is chance), image AUROC 0.77 / 0.79 / 0.84
 * / 0.87. Single runs of the library on 96 normal images of the magnetic tiles' training part,
 * scored on 60 other normal and 60 anomalous ones of it; a hint, not a result. With 0.015 on
 * features as they come, whose root mean square is 2.2, the loss stayed at 1 and the AUROC at 0.68.
 *
 * <h2>What moved the numbers</h2>
 *
 * <p>Single runs, most of them of a PyTorch prototype of this recipe, so hints and not results. On
 * the magnetic tiles, unsupervised: deep taps (nearest neighbours on blocks.5 rank images at 0.90,
 * on blocks.4 at 0.76, on stride 8 worse), and training until the held-out loss stops falling (14
 * epochs 0.92, 40 epochs 0.94). Whitening against standardising is not settled: 0.90 against 0.87
 * at 450 steps of one seed on blocks.4 and blocks.5, the other way round on blocks.5 alone.
 * Averaging over flipped images hurts: the tiles' lighting has a direction.
 *
 * <p>By the library, single runs of seed 0, image AUROC / pixel AP / AUPRO; ManuDefect-mini is the
 * mean of five categories on development images of another drawing, the tiles are the development
 * set of {@code docs/results/srad}; the means of neighbourhoods against SimpleNet's aggregation to
 * 304 channels, and a stage one that stops early ("early") against all epochs:
 *
 * <table>
 * <caption>Choices of LITE</caption>
 * <tr><th></th><th>MEAN, early</th><th>MEAN</th><th>SIMPLENET</th></tr>
 * <tr><td>mini, a detector per category (never stops early)</td><td></td>
 *     <td>0.728 / 0.115 / 0.472</td><td>0.746 / 0.189 / 0.593</td></tr>
 * <tr><td>mini, one detector for the five</td><td>0.602 / 0.056 / 0.320</td>
 *     <td>0.727 / 0.106 / 0.460</td><td>0.728 / 0.184 / 0.538</td></tr>
 * <tr><td>magnetic tiles</td><td>0.928 / 0.214 / 0.711</td><td>0.936 / 0.214 / 0.712</td>
 *     <td>0.942 / 0.210 / 0.693</td></tr>
 * <tr><td>mini per category, then fine-tuned</td><td></td>
 *     <td>0.711 / 0.228 / 0.557</td><td>0.697 / 0.292 / 0.537</td></tr>
 * <tr><td>magnetic tiles, then fine-tuned</td><td></td>
 *     <td>0.963 / 0.803 / 0.852</td><td>0.987 / 0.866 / 0.931</td></tr>
 * </table>
 *
 * <p>Stage two of the last row stopped early in both columns, since the tiles have held-out defects
 * enough for it; trained to its end the last figure is 0.995 / 0.870 / 0.908. One detector for the
 * five categories, fine-tuned, had 0.743 / 0.331 / 0.633 with early stopping and 0.765 / 0.354 /
 * 0.571 without.
 *
 * <p>Twice as many channels, 608, give 0.752 / 0.176 / 0.565 per category, unsupervised. Why the
 * aggregation matters so much was not measured; SimpleNet's bins are shorter than a neighbourhood,
 * so that rows of it stay apart where {@code MEAN} blurs them.
 *
 * <p>Fine-tuning, image AUROC and pixel AP on held-out training images, one seed each: weighing
 * every cell alike and adding the image-level term gives 0.98 and 0.89 after 400 steps; without the
 * image-level term 0.91 and 0.91; with cells balanced between the classes 0.97 and 0.48; on
 * whitened descriptors 0.95 and 0.85; with flipped images 0.96 and 0.82.
 *
 * <h2>Speed</h2>
 *
 * <p>Features of the training images are computed once. For scoring, everything between features
 * and LeakyReLU is folded into one matrix. Training steps run on ND4J's matrix products with
 * written-out element-wise passes: a step of a graph of stock layers took 550 to 1080 ms for 2048
 * cells on a loaded machine, where the largest matrix product alone took 6.
 */
package org.madenet.sfad;
