package org.madenet.sfad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.DetectorCost;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.Tap;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.NetworkCost;

/**
 * Counts what SFAD costs: the frozen backbones as they are, folded and up to the highest tap, and
 * the head by its matrices. As everywhere in madenet, what is no convolution and no matrix product
 * counts nothing: the aggregation of neighbourhoods, scaling, activations.
 */
final class SfadCost {

  private static final int IMAGE_CHANNELS = 3;

  private final SfadOptions options;
  private final List<NetworkCost> backbones = new ArrayList<>();
  private final long cells;
  private final long channels;

  private SfadCost(SfadOptions options) {
    this.options = options;
    long sum = 0;
    for (FeatureOptions features : options.parts()) {
      backbones.add(backbone(features, options.inputSize()));
      sum += BackboneFeatures.grid(options.inputSize(), features, taps(features)).channels();
    }
    this.channels = sum;
    FeatureOptions first = options.features();
    this.cells = BackboneFeatures.grid(options.inputSize(), first, taps(first)).cells();
  }

  /**
   * Counts.
   *
   * @param options of which stage one is meant
   * @param extractionBatch images whose features are computed at once
   */
  static DetectorCost of(SfadOptions options, int extractionBatch) {
    SfadCost cost = new SfadCost(options);
    long products = cost.backbones.stream().mapToLong(NetworkCost::multiplyAdds).sum();
    return new DetectorCost(
        products + cost.cells * cost.folded(),
        cost.parameters(),
        cost.backboneBytes(1) + cost.scoringBytes(),
        cost.backboneBytes(extractionBatch) + cost.stepBytes(),
        options.fit().batchSize());
  }

  private static List<Tap> taps(FeatureOptions features) {
    Backbone backbone = Backbones.named(features.backbone());
    return features.taps().stream().map(backbone::tap).toList();
  }

  private static NetworkCost backbone(FeatureOptions features, ImageSize size) {
    NetworkBuilder net = new NetworkBuilder(0);
    String image = net.input("image", IMAGE_CHANNELS);
    Map<String, String> taps =
        Backbones.named(features.backbone()).addTo(net, image, features.taps());
    ComputationGraph plain =
        net.build(
            taps.values().stream()
                .map(vertex -> net.concat("features." + vertex, vertex))
                .toArray(String[]::new));
    ComputationGraph folded = BatchNormFolding.fold(plain);
    try {
      return NetworkCost.of(
          folded, InputType.convolutional(size.height(), size.width(), IMAGE_CHANNELS));
    } finally {
      GraphMemory.free(plain);
      GraphMemory.free(folded);
    }
  }

  /** Weights of the one matrix and the output that {@link SfadHead} makes of the network. */
  private long folded() {
    return channels * options.discriminatorWidth() + options.discriminatorWidth();
  }

  /** Numbers that gradients move; a whitening that stays as it was computed is none of them. */
  private long parameters() {
    return values(SfadNetwork.DISCRIMINATOR)
        + (options.fit().adaptorLearns() ? values(SfadNetwork.ADAPTOR) : 0);
  }

  private long values(List<String> names) {
    Map<String, long[]> shapes =
        SfadNetwork.shapes(
            Math.toIntExact(channels), options.adaptorWidth(), options.discriminatorWidth());
    return names.stream().map(shapes::get).mapToLong(shape -> shape[0] * shape[1]).sum();
  }

  private long backboneBytes(int batch) {
    return backbones.stream().mapToLong(b -> b.inferenceBytes(batch)).sum();
  }

  private long networkValues() {
    return values(SfadNetwork.ADAPTOR)
        + values(SfadNetwork.DISCRIMINATOR)
        + values(SfadNetwork.STATISTICS);
  }

  /** The network, its folded matrix, features and hidden layer of one image. */
  private long scoringBytes() {
    return Float.BYTES
        * (networkValues() + folded() + cells * (channels + options.discriminatorWidth()));
  }

  /** The network, its gradients, Adam's moments, and the matrices of {@link HeadGradient}. */
  private long stepBytes() {
    long rows = (long) options.fit().batchSize() * options.fit().cellsOf(Math.toIntExact(cells));
    long trained = values(SfadNetwork.ADAPTOR) + values(SfadNetwork.DISCRIMINATOR);
    long matrices = channels + 3L * options.adaptorWidth() + 2L * options.discriminatorWidth();
    return Float.BYTES * (networkValues() + 3 * trained + rows * matrices);
  }
}
