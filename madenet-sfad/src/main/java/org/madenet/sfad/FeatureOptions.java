package org.madenet.sfad;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.Tap;

/**
 * Which features describe a cell (paper, section 3.2.1).
 *
 * @param backbone registered name of the frozen backbone
 * @param taps names of the feature maps used, the set L of the paper; the largest gives the grid
 * @param neighbourhood side p of the window in equation (6), odd
 * @param aggregation equation (7)
 * @param pooledChannels channels after {@link Aggregation#SIMPLENET}; 0 with {@link
 *     Aggregation#MEAN}, which keeps all channels
 * @param scaling what is done to the features before the adaptor
 */
public record FeatureOptions(
    String backbone,
    List<String> taps,
    int neighbourhood,
    Aggregation aggregation,
    int pooledChannels,
    FeatureScaling scaling) {

  /** Checks every value. */
  public FeatureOptions {
    Objects.requireNonNull(backbone, "backbone");
    Objects.requireNonNull(aggregation, "aggregation");
    Objects.requireNonNull(scaling, "scaling");
    taps = List.copyOf(taps);
    if (taps.isEmpty() || new HashSet<>(taps).size() != taps.size()) {
      throw new IllegalArgumentException("taps must be distinct and at least one, but are " + taps);
    }
    if (neighbourhood < 1 || neighbourhood % 2 == 0) {
      throw new IllegalArgumentException(
          "neighbourhood must be odd and positive, but is " + neighbourhood);
    }
    if (aggregation == Aggregation.MEAN && pooledChannels != 0) {
      throw new IllegalArgumentException(
          "pooledChannels must be 0 with aggregation MEAN, but is " + pooledChannels);
    }
    if (aggregation == Aggregation.SIMPLENET && pooledChannels < 1) {
      throw new IllegalArgumentException(
          "pooledChannels must be positive with aggregation SIMPLENET, but is " + pooledChannels);
    }
  }

  /**
   * The same of another backbone.
   *
   * @param other its name in {@link Backbones}
   * @return these options with the other's taps: those of the same names if it is the same network,
   *     otherwise the last one at the stride of each
   * @throws IllegalArgumentException if there is no such backbone, or it has no tap at a stride
   */
  public FeatureOptions on(String other) {
    Backbone to = Backbones.named(other);
    List<String> same =
        other.equals(backbone)
            ? taps
            : taps.stream()
                .map(tap -> lastAt(to, Backbones.named(backbone).tap(tap).stride()))
                .toList();
    return new FeatureOptions(other, same, neighbourhood, aggregation, pooledChannels, scaling);
  }

  private static String lastAt(Backbone backbone, int stride) {
    return backbone.taps().stream()
        .filter(tap -> tap.stride() == stride)
        .reduce((first, second) -> second)
        .map(Tap::name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no features at stride %d".formatted(backbone, stride)));
  }
}
