package org.madenet.sfad;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.image.BilinearResize;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From a backbone's feature maps to one descriptor per cell: neighbourhood aggregation (equations
 * (6) and (7)), resizing to the largest map, concatenation. Everything is linear and runs in Java,
 * images in parallel. Immutable, safe for use by several threads.
 */
final class FeatureEmbedding {

  private final FeatureOptions options;

  FeatureEmbedding(FeatureOptions options) {
    this.options = options;
  }

  /**
   * Length of a descriptor.
   *
   * @param tapChannels channels of the taps
   * @return C
   */
  int channels(List<Integer> tapChannels) {
    return options.aggregation() == Aggregation.SIMPLENET
        ? options.pooledChannels()
        : tapChannels.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Descriptors of a batch.
   *
   * @param maps per tap {@code [N,C_l,H_l,W_l]}, with the same N
   * @return {@code [N,H0,W0,C]}, row by row, H0 x W0 being the size of the largest map
   */
  float[] embed(Map<String, INDArray> maps) {
    List<Planes> taps = options.taps().stream().map(tap -> Planes.of(tap, maps.get(tap))).toList();
    ImageSize grid = grid(taps.stream().map(Planes::size).toList());
    int channels = channels(taps.stream().map(Planes::channels).toList());
    int images = taps.get(0).images();
    int values = grid.pixels() * channels;
    float[] rows = new float[Math.multiplyExact(images, values)];
    List<BilinearResize> resizes =
        taps.stream().map(tap -> new BilinearResize(tap.size(), grid)).toList();
    IntStream.range(0, images)
        .parallel()
        .forEach(
            image -> {
              if (options.aggregation() == Aggregation.SIMPLENET) {
                pooled(taps, resizes, image, rows, image * values);
              } else {
                means(taps, resizes, image, rows, image * values);
              }
            });
    return rows;
  }

  /** The largest of the maps, which is where the others are resized to. */
  static ImageSize grid(List<ImageSize> sizes) {
    return sizes.stream()
        .reduce((a, b) -> b.pixels() > a.pixels() ? b : a)
        .orElseThrow(() -> new IllegalArgumentException("no feature maps"));
  }

  private void means(
      List<Planes> taps, List<BilinearResize> resizes, int image, float[] rows, int offset) {
    int channels = channels(taps.stream().map(Planes::channels).toList());
    int first = 0;
    for (int t = 0; t < taps.size(); t++) {
      Planes tap = taps.get(t);
      Neighbourhood window = new Neighbourhood(tap.size(), options.neighbourhood());
      float[] mean = new float[tap.size().pixels()];
      float[] resized = new float[resizes.get(t).target().pixels()];
      for (int c = 0; c < tap.channels(); c++) {
        window.mean(tap.values(), tap.start(image, c), mean);
        resizes.get(t).apply(mean, 0, resized, 0);
        scatter(resized, rows, offset + first + c, channels);
      }
      first += tap.channels();
    }
  }

  /** SimpleNet's two adaptive poolings; they commute with resizing, which is linear too. */
  private void pooled(
      List<Planes> taps, List<BilinearResize> resizes, int image, float[] rows, int offset) {
    int pooled = options.pooledChannels();
    int window = options.neighbourhood() * options.neighbourhood();
    float[][] planes = new float[taps.size() * pooled][];
    for (int t = 0; t < taps.size(); t++) {
      Planes tap = taps.get(t);
      Neighbourhood around = new Neighbourhood(tap.size(), options.neighbourhood());
      AdaptivePooling bins = new AdaptivePooling(tap.channels() * window, pooled);
      for (int bin = 0; bin < pooled; bin++) {
        float[] sum = new float[tap.size().pixels()];
        for (int i = bins.start(bin); i < bins.end(bin); i++) {
          around.addShifted(tap.values(), tap.start(image, i / window), i % window, sum);
        }
        scale(sum, 1f / bins.length(bin));
        planes[t * pooled + bin] = resizes.get(t).apply(sum);
      }
    }
    AdaptivePooling bins = new AdaptivePooling(planes.length, pooled);
    float[] sum = new float[planes[0].length];
    for (int bin = 0; bin < pooled; bin++) {
      Arrays.fill(sum, 0);
      for (int i = bins.start(bin); i < bins.end(bin); i++) {
        for (int cell = 0; cell < sum.length; cell++) {
          sum[cell] += planes[i][cell];
        }
      }
      scale(sum, 1f / bins.length(bin));
      scatter(sum, rows, offset + bin, pooled);
    }
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static void scatter(float[] plane, float[] rows, int first, int stride) {
    for (int cell = 0; cell < plane.length; cell++) {
      rows[first + cell * stride] = plane[cell];
    }
  }

  /** The feature maps of one tap, in Java. */
  private record Planes(int images, int channels, ImageSize size, float[] values) {

    static Planes of(String tap, INDArray map) {
      if (map == null || map.rank() != 4) {
        throw new IllegalArgumentException(
            "tap '%s' must be [N,C,H,W], but is %s"
                .formatted(tap, map == null ? "missing" : Arrays.toString(map.shape())));
      }
      ImageSize size = new ImageSize((int) map.size(2), (int) map.size(3));
      float[] values = map.dup('c').data().asFloat();
      return new Planes((int) map.size(0), (int) map.size(1), size, values);
    }

    int start(int image, int channel) {
      return (image * channels + channel) * size.pixels();
    }
  }
}
