package org.madenet.sfad;

import java.util.List;
import java.util.Map;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone of nothing but pooling: 8x8 means of each colour and their squares, on 8x8 cells. */
final class PatternFeatures implements FeatureSource {

  static final ImageSize SIZE = ImageSize.square(64);

  private static final FeatureEmbedding EMBEDDING =
      new FeatureEmbedding(
          new FeatureOptions(
              "pattern", List.of("mean", "square"), 1, Aggregation.MEAN, 0, FeatureScaling.NONE));

  @Override
  public ImageSize imageSize() {
    return SIZE;
  }

  @Override
  public FeatureGrid grid() {
    return new FeatureGrid(ImageSize.square(8), 6);
  }

  @Override
  public String fingerprint() {
    return "pattern";
  }

  @Override
  public float[] describe(ImageBatch batch) {
    long n = batch.size();
    INDArray blocks = batch.images().dup('c').reshape(n, 3, 8, 8, 8, 8);
    INDArray mean = blocks.mean(3, 5);
    INDArray square = blocks.mul(blocks).mean(3, 5);
    return EMBEDDING.embed(Map.of("mean", mean, "square", square));
  }

  @Override
  public void close() {}
}
