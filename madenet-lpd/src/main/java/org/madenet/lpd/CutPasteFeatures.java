package org.madenet.lpd;

import java.util.List;
import java.util.Map;
import org.madenet.core.ImageSize;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What CutPaste's trained network says of images: vectors of length 1, of whole images and their
 * cells, or of their patches. Owns the network; safe for use by several threads, which take turns.
 */
final class CutPasteFeatures implements AutoCloseable {

  /** Patches that pass the network at once; bounds the memory. */
  private static final int PATCH_BATCH = 256;

  private static final int EMBEDDING = 1;
  private static final int CELLS = 2;

  private final CutPasteOptions options;
  private final InferenceNetwork network;

  /**
   * Rows of {@code channels} values, image by image.
   *
   * @param channels of each row
   * @param embeddings one row per image, or one per patch, patches row by row
   * @param cells one row per cell of the last stage, row by row; empty at the level of patches
   * @param grid cells, or patches, of an image
   */
  record Rows(int channels, float[] embeddings, float[] cells, ImageSize grid) {

    /** Distances of the embeddings from a density. */
    float[] embeddingDistances(GaussianDensity density) {
      return density.distances(matrix(embeddings));
    }

    /** Distances of the cells from a density. */
    float[] cellDistances(GaussianDensity density) {
      return density.distances(matrix(cells));
    }

    /** The embeddings, and the cells where there are any. */
    List<INDArray> matrices() {
      return cells.length == 0
          ? List.of(matrix(embeddings))
          : List.of(matrix(embeddings), matrix(cells));
    }

    private INDArray matrix(float[] rows) {
      return Nd4j.create(rows, new long[] {rows.length / channels, channels}, 'c');
    }
  }

  CutPasteFeatures(CutPasteOptions options, Map<String, INDArray> weights) {
    this.options = options;
    this.network = InferenceNetwork.folded("detector", CutPasteNetwork.plain(options), weights);
  }

  /**
   * Describes images.
   *
   * @param images float32 {@code [N,3,H,W]} in [0,1], of the options' input size
   * @throws IllegalStateException if this is closed
   */
  synchronized Rows describe(INDArray images) {
    return options.level() == CutPasteLevel.IMAGES
        ? network.run(images, CutPasteFeatures::whole)
        : patches(images);
  }

  private static Rows whole(INDArray[] outputs) {
    INDArray cells = outputs[CELLS];
    return new Rows(
        (int) cells.size(1),
        FeatureDensity.rows(outputs[EMBEDDING]),
        FeatureDensity.rows(cells),
        new ImageSize((int) cells.size(2), (int) cells.size(3)));
  }

  private Rows patches(INDArray images) {
    PatchGrid patches = options.patches();
    ImageSize grid = patches.cells(options.inputSize());
    float[] pixels = images.dup('c').data().asFloat();
    int total = Math.toIntExact(images.size(0) * grid.pixels());
    float[] all = {};
    int channels = 0;
    for (int first = 0; first < total; first += PATCH_BATCH) {
      int count = Math.min(PATCH_BATCH, total - first);
      float[] batch = patches.cut(pixels, options.inputSize(), first, count);
      long[] shape = {count, 3, patches.side(), patches.side()};
      float[] rows =
          network.run(
              Nd4j.create(batch, shape, 'c'), outputs -> FeatureDensity.rows(outputs[EMBEDDING]));
      if (first == 0) {
        channels = rows.length / count;
        all = new float[Math.multiplyExact(total, channels)];
      }
      System.arraycopy(rows, 0, all, first * channels, rows.length);
    }
    return new Rows(channels, all, new float[0], grid);
  }

  @Override
  public synchronized void close() {
    network.close();
  }
}
