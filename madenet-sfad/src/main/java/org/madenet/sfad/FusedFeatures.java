package org.madenet.sfad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.image.BilinearResize;

/**
 * Descriptors of several sources side by side, on the grid of the first: LPD's features beside
 * those of a pretrained backbone (section 3.3.3).
 */
final class FusedFeatures implements FeatureSource {

  private final List<FeatureSource> parts;
  private final FeatureGrid grid;

  /** Takes ownership of the parts. */
  FusedFeatures(List<FeatureSource> parts) {
    this.parts = List.copyOf(parts);
    this.grid =
        new FeatureGrid(
            parts.get(0).grid().size(), parts.stream().mapToInt(p -> p.grid().channels()).sum());
  }

  /**
   * The features that the options name, with one set of weights for each backbone.
   *
   * @throws IOException if weights cannot be read or belong to another network
   */
  static FeatureSource open(SfadOptions options, List<BackboneWeights> weights) throws IOException {
    List<FeatureOptions> wanted = options.parts();
    List<FeatureSource> opened = new ArrayList<>();
    try {
      for (int i = 0; i < wanted.size(); i++) {
        opened.add(BackboneFeatures.open(options.inputSize(), wanted.get(i), weights.get(i)));
      }
    } catch (IOException | RuntimeException | Error e) {
      opened.forEach(FeatureSource::close);
      throw e;
    }
    return opened.size() == 1 ? opened.get(0) : new FusedFeatures(opened);
  }

  /**
   * The weights of each backbone, to be opened any number of times whatever becomes of their files.
   *
   * @throws IOException as for {@link #open}
   */
  static List<BackboneWeights> read(SfadOptions options, List<BackboneWeights> weights)
      throws IOException {
    List<BackboneWeights> read = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      FeatureOptions part = options.parts().get(i);
      read.add(weights.get(i).read(Backbones.named(part.backbone()), part.taps()));
    }
    return List.copyOf(read);
  }

  @Override
  public ImageSize imageSize() {
    return parts.get(0).imageSize();
  }

  @Override
  public FeatureGrid grid() {
    return grid;
  }

  @Override
  public String fingerprint() {
    return parts.stream().map(FeatureSource::fingerprint).collect(Collectors.joining("+"));
  }

  @Override
  public float[] describe(ImageBatch batch) {
    float[] fused = new float[Math.multiplyExact(batch.size(), grid.values())];
    int first = 0;
    for (FeatureSource part : parts) {
      copy(part.describe(batch), part.grid(), batch.size(), fused, first);
      first += part.grid().channels();
    }
    return fused;
  }

  /** Resizes the rows of one part to the common grid and puts them at a channel. */
  private void copy(float[] rows, FeatureGrid from, int images, float[] fused, int first) {
    BilinearResize resize = new BilinearResize(from.size(), grid.size());
    IntStream.range(0, images)
        .parallel()
        .forEach(
            image -> {
              float[] plane = new float[from.cells()];
              float[] resized = new float[grid.cells()];
              for (int c = 0; c < from.channels(); c++) {
                int source = image * from.values() + c;
                for (int cell = 0; cell < plane.length; cell++) {
                  plane[cell] = rows[source + cell * from.channels()];
                }
                resize.apply(plane, 0, resized, 0);
                int target = image * grid.values() + first + c;
                for (int cell = 0; cell < resized.length; cell++) {
                  fused[target + cell * grid.channels()] = resized[cell];
                }
              }
            });
  }

  @Override
  public void close() {
    parts.forEach(FeatureSource::close);
  }
}
