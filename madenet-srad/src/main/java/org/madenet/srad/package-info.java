/**
 * SRAD, the reconstruction-based submodel (paper, section 3.1): an autoencoder around an HRNet that
 * learns to repair synthetic anomalies, and a U-Net that learns to see where image and
 * reconstruction differ in a way that means an anomaly.
 *
 * <pre>{@code
 * SradTrainer trainer = new SradTrainer(SradPresets.LITE);
 * SradDetector detector = trainer.fit(normal, heldOutNormal, TrainingRun.quiet());
 * SradDetector tuned = trainer.fineTune(detector, labelled, heldOutLabelled, TrainingRun.quiet());
 * ImageBatch repaired = tuned.reconstruct(batch);
 * }</pre>
 *
 * <p>Where the equations are: (1) {@link org.madenet.data.synthesis.AnomalySynthesizer}; (2) {@link
 * org.madenet.core.backbone.HrNet}; (3) {@link org.madenet.srad.SradLossOptions} and the two
 * outputs of {@link org.madenet.srad.SradNetwork#training}; (4) {@link
 * org.madenet.core.nn.loss.ReconstructionLoss}; (5) {@link org.madenet.core.nn.loss.FocalLoss}.
 *
 * <h2>Decisions where the paper is silent, and deviations</h2>
 *
 * <ul>
 *   <li>F-hat, the concatenation of HRNet's four branches, lies at a quarter of the input's size:
 *       only then do two transposed convolutions reach it (the text also says "upsampled to the
 *       input size").
 *   <li>On the way up in a fusion the 1x1 convolution comes before the bilinear upsampling, with
 *       its batch normalisation, and costs less there. In inference nothing else changes: all are
 *       affine and bilinear weights sum to one. In training the batch's statistics differ, for they
 *       are those of the map before the upsampling, which varies more.
 *   <li>A residual block of the decoder has the one 3x3 convolution that the paper lists, its batch
 *       normalisation, the shortcut, and ReLU after the sum, as residual networks have it.
 *   <li>The transposed convolutions carry batch normalisation and ReLU; a 3x3 convolution without
 *       activation makes the image.
 *   <li>The U-Net is DRAEM's, with bilinear upsampling at half-pixel centres.
 *   <li>The mean squared error is over channels too; lambda_rec = lambda_seg = 1, alpha = 0.75,
 *       gamma = 2.
 *   <li>The encoder standardises images by ImageNet's figures inside the graph, so that imported
 *       weights fit. Everything else sees images in [0,1]. {@link
 *       org.madenet.srad.InputScaling#PER_IMAGE} is another way.
 *   <li>Early stopping in stage one: both losses on held-out normal images with synthetic anomalies
 *       that stay the same. It needs no anomalous image.
 *   <li>Stage two: half of each minibatch has real defects. There is no defect-free twin of one, so
 *       the reconstruction is asked for outside the masks only. Anomalous images without a marked
 *       pixel are left out. Early stopping: image AUROC and pixel AP of held-out labelled images,
 *       half each; their loss hardly follows the ranking.
 *   <li>{@link org.madenet.srad.SradPresets#LITE} departs from the paper where two CPU cores ask
 *       for it, and where the magnetic tiles taught better ({@code docs/results/srad.md}).
 *       <ul>
 *         <li>Networks: half the input size, HRNet-Small of width 8, a narrow decoder and U-Net,
 *             each image standardised by itself.
 *         <li>Losses: lambda_rec = 10, and a segmentation loss in which small defects count ({@link
 *             org.madenet.srad.SradLossOptions#balancedArea}).
 *         <li>Anomalies: opacities from 0.3, a least change of 0.03 instead of 0.04, coarse grids
 *             of structural anomalies, half of the anomalies regions of another brightness and
 *             contrast ({@link org.madenet.data.synthesis.SynthesisOptions#shadeShare()}), half of
 *             the masks rectangles.
 *         <li>Training: 40 and 12 epochs of 100 steps each at a rate of 1.5e-3 that falls to
 *             nothing; mirrored, brighter and darker normal images in stage one, in stage two
 *             mirrored images and an anomaly on a quarter of the normal ones; all epochs of both,
 *             of which stage one keeps the best and stage two the last.
 *         <li>Score: a window of 5 pixels instead of 21 before the maximum.
 *       </ul>
 * </ul>
 *
 * <h2>What was learnt on the magnetic tiles</h2>
 *
 * <p>Without balanced areas stage two learnt nothing in 800 steps: pixel AP 0.07 on the very images
 * it trained on. A quarter of the defects have 86 % of the marked pixels, blowholes and cracks
 * together 1.4 %, and the gradient of these was drowned. A detection network of the same size in
 * PyTorch did the same ({@code tools/small_defects_experiment.py}): after 150 steps it found
 * blowholes and cracks with AP 0.00 and 0.01, and with 0.57 and 0.42 with balanced areas and images
 * standardised one by one.
 *
 * <p>What it reaches, and where it copies defects: {@code docs/results/srad.md}.
 */
package org.madenet.srad;
