package org.madenet.lpd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingException;
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
    List<GaussianDensity> fitted =
        GaussianDensity.fit(images, BATCH, batch -> features.describe(batch).matrices());
    return new CutPasteDensity(fitted.get(0), fitted.stream().skip(1).findFirst());
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
