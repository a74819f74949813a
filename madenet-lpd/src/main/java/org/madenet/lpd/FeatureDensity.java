package org.madenet.lpd;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How likely features are among those of normal images: a Gaussian of pooled embeddings, and one of
 * the features of cells, whatever their place.
 *
 * @param images of the embeddings
 * @param cells of the cells' features
 */
record FeatureDensity(GaussianDensity images, GaussianDensity cells) {

  private static final String PREFIX = "density/";

  /** Whether a tensor of a detector's file belongs to a density. */
  static boolean owns(String tensor) {
    return tensor.startsWith(PREFIX);
  }

  Map<String, INDArray> tensors() {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    put(tensors, "images", images);
    put(tensors, "cells", cells);
    return tensors;
  }

  static void put(Map<String, INDArray> tensors, String name, GaussianDensity density) {
    tensors.put(PREFIX + name + "/mean", density.mean());
    tensors.put(PREFIX + name + "/whitening", density.whitening());
  }

  /**
   * Reads a density.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another shape
   */
  static FeatureDensity of(Map<String, INDArray> tensors) {
    return new FeatureDensity(get(tensors, "images"), get(tensors, "cells"));
  }

  static GaussianDensity get(Map<String, INDArray> tensors, String name) {
    INDArray mean = tensors.get(PREFIX + name + "/mean");
    INDArray whitening = tensors.get(PREFIX + name + "/whitening");
    if (mean == null || whitening == null) {
      throw new IllegalArgumentException("the density of " + name + " is missing");
    }
    return new GaussianDensity(mean, whitening);
  }

  /** Feature maps [N,C,h,w] as vectors of length 1, one per cell, image by image. */
  static float[] rows(INDArray features) {
    int channels = (int) features.size(1);
    float[] rows = features.permute(0, 2, 3, 1).dup('c').data().asFloat();
    GaussianDensity.normalize(rows, channels);
    return rows;
  }

  /** The same as a matrix [N*h*w,C], which shares no memory with the maps. */
  static INDArray matrix(INDArray features) {
    int channels = (int) features.size(1);
    float[] rows = rows(features);
    return Nd4j.create(rows, new long[] {rows.length / channels, channels}, 'c');
  }
}
