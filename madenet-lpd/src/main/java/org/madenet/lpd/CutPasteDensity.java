package org.madenet.lpd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingException;
import org.madenet.core.train.Interruptible;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where CutPaste's network puts normal images: Gaussians with Ledoit and Wolf's covariance of
 * {@link CutPasteFeatures}.
 *
 * @param embeddings of images, or of patches
 * @param cells of the last stage's cells, whatever their place; empty at the level of patches
 */
record CutPasteDensity(GaussianDensity embeddings, Optional<GaussianDensity> cells) {

  /** Images described at once; each has thousands of patches. */
  private static final int BATCH = 4;

  private static final String EMBEDDINGS = "embeddings";
  private static final String CELLS = "cells";

  /**
   * Fits the Gaussians to images as they are, nothing augmented or pasted.
   *
   * @throws IllegalArgumentException if there are fewer than two different embeddings
   * @throws TrainingException if the thread is interrupted
   */
  static CutPasteDensity fit(CutPasteFeatures features, NormalImages images) {
    GaussianDensity.Fit embeddings = null;
    GaussianDensity.Fit cells = null;
    for (int from = 0; from < images.size(); from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(images.size(), from + BATCH)).toArray();
      CutPasteFeatures.Rows rows =
          Interruptible.piece(
              "fitting the density",
              from,
              images.size(),
              () -> features.describe(images.images(indices).images()));
      if (embeddings == null || cells == null) {
        embeddings = new GaussianDensity.Fit(rows.channels());
        cells = new GaussianDensity.Fit(rows.channels());
      }
      embeddings.add(rows.embeddings());
      if (rows.cells().length > 0) {
        cells.add(rows.cells());
      }
    }
    if (embeddings == null || cells == null) {
      throw new IllegalArgumentException("there are no training images");
    }
    return new CutPasteDensity(
        embeddings.build(), cells.count() == 0 ? Optional.empty() : Optional.of(cells.build()));
  }

  Map<String, INDArray> tensors() {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    FeatureDensity.put(tensors, EMBEDDINGS, embeddings);
    cells.ifPresent(density -> FeatureDensity.put(tensors, CELLS, density));
    return tensors;
  }

  /**
   * Reads a density.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another shape
   */
  static CutPasteDensity of(Map<String, INDArray> tensors, CutPasteLevel level) {
    return new CutPasteDensity(
        FeatureDensity.get(tensors, EMBEDDINGS),
        level == CutPasteLevel.IMAGES
            ? Optional.of(FeatureDensity.get(tensors, CELLS))
            : Optional.empty());
  }
}
