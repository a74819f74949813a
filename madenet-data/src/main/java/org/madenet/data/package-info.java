/**
 * Datasets on disk, and their way into tensors: the index ({@link org.madenet.data.Datasets},
 * {@link org.madenet.data.AnomalyDataset}), the audit ({@link org.madenet.data.DatasetAudit}),
 * parts ({@link org.madenet.data.ValidationSplit}), images as the core's image sources ({@link
 * org.madenet.data.SampleImages}) and batches loaded ahead ({@link
 * org.madenet.data.BatchIterator}).
 *
 * <p>What was decided where the paper and the design leave it open:
 *
 * <ul>
 *   <li><b>Index and content.</b> Reading an index looks at names, folders and tables only, and is
 *       fast. What only decoding shows (damage, sizes, empty masks, duplicates) is found by the
 *       audit, and by loading, which fails with the path.
 *   <li><b>Nothing is guessed.</b> A file that does not fit its layout is a {@link
 *       org.madenet.data.Problem} with a path; the caller fails or skips ({@link
 *       org.madenet.data.ProblemPolicy}). A decision that touches the whole dataset, such as a
 *       split that was drawn, is a note of the dataset.
 *   <li><b>Reported, but usable:</b> an anomalous image with an empty mask counts at image level
 *       only ({@link org.madenet.core.LabelledBatch#hasPixelTruth}), and images of the same content
 *       stay in. Of a file that a table lists twice the first listing is the sample. Everything
 *       else prevents the use of its sample; loading refuses a mask of another size than its image
 *       also where there was no audit.
 *   <li><b>Resizing</b> is bilinear with pixel centres at half pixels. In shrinking, antialiasing
 *       averages over all pixels, as torchvision and Pillow do by default; without it whole rows of
 *       a thin crack can be left out. It can be switched off.
 *   <li><b>Masks</b> are binarised first (level 128 and above; in VisA 1 and above, since it stores
 *       class numbers), then resized by nearest neighbour with the same pixel centres. In coloured
 *       masks the brightest channel counts.
 *   <li><b>Normal images have zero masks</b>, whatever file lies beside them; the audit reports a
 *       file that marks pixels.
 *   <li><b>The cache</b> of resized images holds floats, grey images once, up to a stated number of
 *       bytes; cached or not, the values are the same to the bit. What does not fit is decoded
 *       again each epoch: dropping old entries would drop each one just before it is wanted.
 *   <li><b>Order.</b> Samples are sorted by identifier, so that indices mean the same on every
 *       platform; epochs are shuffled by seed and epoch alone.
 * </ul>
 */
package org.madenet.data;
