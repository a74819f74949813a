package org.madenet.sfad;

import java.io.IOException;
import java.util.List;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.FeatureExtractor;
import org.madenet.core.backbone.Tap;

/** The descriptors of a frozen backbone: equations (6), (7) and the backbone's part of (9). */
final class BackboneFeatures implements FeatureSource {

  private final ImageSize imageSize;
  private final FeatureExtractor extractor;
  private final FeatureEmbedding embedding;
  private final FeatureGrid grid;

  private BackboneFeatures(
      ImageSize imageSize, FeatureExtractor extractor, FeatureEmbedding embedding) {
    this.imageSize = imageSize;
    this.extractor = extractor;
    this.embedding = embedding;
    this.grid = grid(imageSize, embedding, extractor.taps());
  }

  /** The grid without the features: it depends on no weights. */
  static FeatureGrid grid(ImageSize imageSize, FeatureOptions features, List<Tap> taps) {
    return grid(imageSize, new FeatureEmbedding(features), taps);
  }

  private static FeatureGrid grid(ImageSize imageSize, FeatureEmbedding embedding, List<Tap> taps) {
    List<ImageSize> sizes = taps.stream().map(tap -> mapSize(imageSize, tap.stride())).toList();
    return new FeatureGrid(
        FeatureEmbedding.grid(sizes),
        embedding.channels(taps.stream().map(Tap::channels).toList()));
  }

  static BackboneFeatures open(
      ImageSize imageSize, FeatureOptions features, BackboneWeights weights) throws IOException {
    FeatureExtractor extractor =
        FeatureExtractor.open(Backbones.named(features.backbone()), weights, features.taps());
    return new BackboneFeatures(imageSize, extractor, new FeatureEmbedding(features));
  }

  private static ImageSize mapSize(ImageSize image, int stride) {
    return new ImageSize(
        (image.height() + stride - 1) / stride, (image.width() + stride - 1) / stride);
  }

  @Override
  public ImageSize imageSize() {
    return imageSize;
  }

  @Override
  public FeatureGrid grid() {
    return grid;
  }

  @Override
  public String fingerprint() {
    return extractor.fingerprint();
  }

  @Override
  public float[] describe(ImageBatch batch) {
    batch.requireSize(imageSize);
    return embedding.embed(extractor.extract(batch.images()));
  }

  @Override
  public void close() {
    extractor.close();
  }
}
