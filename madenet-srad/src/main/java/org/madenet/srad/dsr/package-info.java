/**
 * DSR, a published baseline of the reconstruction-based paradigm (Zavrtanik, Kristan and Skocaj,
 * "DSR: a dual subspace re-projection network for surface anomaly detection", ECCV 2022): images
 * become codes of a discrete latent space on two levels; a network restores codes with anomalies to
 * codes of the object without; decoders make an image of both, and a U-Net sees where the two
 * differ. Anomalies to learn from are made among the codes, not in images.
 *
 * <pre>{@code
 * DsrTrainer trainer = new DsrTrainer(DsrPresets.LITE);
 * DsrDetector detector = trainer.fit(normal, heldOutNormal, TrainingRun.quiet());
 * }</pre>
 *
 * <p>It learns from normal images alone. Its training has three phases, each with a checkpoint of
 * its own: {@code dsr-codebook}, {@code dsr-detect}, {@code dsr-upsample}.
 *
 * <p>Structure and numbers are those of the official code (VitjanZ/DSR_anomaly_detection), also
 * where the MADE-Net paper, which compares with DSR, describes it otherwise. Made by it and kept:
 *
 * <ul>
 *   <li>The shortcut of a residual block carries rectified features, because the block rectifies
 *       its input in place.
 *   <li>The image's score comes from the detection U-Net; the map from the upsampling U-Net.
 *   <li>The third phase's rate never drops: its milestones lie behind its end.
 *   <li>The third phase's anomalies are blobs of one colour each ({@link
 *       org.madenet.srad.dsr.SmudgeOptions}).
 * </ul>
 *
 * <h2>Deviations</h2>
 *
 * <ul>
 *   <li>The first phase is ours. DSR's latent model was trained on ImageNet once and for all, by
 *       code and for a time that are not published; its weights cannot come with madenet. Whoever
 *       has them passes {@link org.madenet.srad.dsr.LatentWeights}. Otherwise the model is trained
 *       here with the published losses of VQ-VAE, on the normal training images and, half of the
 *       minibatch, on procedural textures, so that there are codes that the object does not need.
 *       Codes that hardly any feature gets are drawn anew from the minibatch; with the little that
 *       is seen here most would be lost otherwise. Such a space knows less than ImageNet's: do not
 *       take the results for DSR's published ones.
 *   <li>Published weights expect images with blue first, as OpenCV reads them. Ours are red first,
 *       and {@code tools/convert_dsr_weights.py} turns the weights round.
 *   <li>Bilinear upsampling has its pixel centres at half pixels, as everywhere in madenet.
 *   <li>Initial weights follow madenet's rule ({@link org.madenet.core.nn.ConvBlock}).
 *   <li>The weights kept are those of the epoch with the least loss on held-out normal images with
 *       anomalies that stay the same; DSR keeps the last.
 *   <li>Normal images are turned by a quarter, with probability one half, where DSR rotates 40 %
 *       (in the third phase 30 %) of them by up to 90 degrees and leaves black corners. Each image
 *       is drawn equally often.
 *   <li>{@link org.madenet.srad.dsr.DsrPresets#LITE} departs where two CPU cores ask for it: half
 *       the input size, narrow networks, 256 codes, short phases at a higher rate, mirrored,
 *       brighter and darker images instead of turned ones.
 * </ul>
 *
 * <p>Checked: every network against PyTorch ({@code tools/make_dsr_fixtures.py}), whose modules
 * give bit for bit what the official ones do with the same weights and half-pixel upsampling.
 * {@code LITE} was measured on the magnetic tiles, three seeds ({@code
 * docs/results/magnetic-tile-tables.md}): image AUROC 0.690 and pixel AP 0.050, the last of all
 * methods; and on ManuDefect-mini, where it is at chance. Its latent model has seen some hundreds
 * of images and procedural textures, its restoration a hundredth of the published steps, and the
 * held-out loss was still falling; whether longer training or published weights would help was not
 * measured.
 */
package org.madenet.srad.dsr;
