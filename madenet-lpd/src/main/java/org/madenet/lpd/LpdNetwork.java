package org.madenet.lpd;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.ChannelNormalization;
import org.madenet.core.backbone.Tap;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.StandardizeVertex;
import org.madenet.core.nn.UpsampleMode;
import org.madenet.core.nn.loss.BinaryLogitLoss;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The network of LPD (section 3.3.2) with the localisation head that is ours, one graph with two
 * outputs.
 *
 * <pre>
 * image [N,3,H,W] - backbone - last features - average pool: embedding [N,C,1,1]
 *   - dropout - hidden layers with batch normalisation and ReLU - logit [N,1,1,1]
 * features at strides 8 and 16, the latter brought to stride 8, concatenated
 *   - 1x1 convolution - bilinear upsampling - map of logits [N,1,H,W]
 * </pre>
 *
 * <p>With {@link LpdOptions#foldedBackbone} the backbone has no batch normalisation of its own any
 * more. Dense layers are 1x1 convolutions of [N,C,1,1].
 *
 * <p>Public for benchmarks only: it may change without notice.
 */
public final class LpdNetwork {

  static final String IMAGE = "image";
  static final String LOGIT = "logit";
  static final String MAP = "map";

  private static final int RGB = 3;
  private static final int MAP_STRIDE = 8;

  private final LpdOptions options;
  private final Backbone backbone;
  private final NetworkBuilder net;
  private final IUpdater headUpdater;
  private String embedding;
  private String middle;
  private String coarse;

  private LpdNetwork(
      LpdOptions options,
      Backbone backbone,
      IUpdater backboneUpdater,
      IUpdater headUpdater,
      DataType type) {
    this.options = options;
    this.backbone = backbone;
    this.headUpdater = headUpdater;
    this.net = new NetworkBuilder(options.seed(), backboneUpdater).dataType(type);
  }

  static Backbone backbone(LpdOptions options) {
    return Backbones.named(options.backbone());
  }

  /**
   * The taps that LPD reads: the last ones at strides 8 and 16, the first at stride 32, and the
   * last of all, which may be the same.
   */
  static List<String> taps(Backbone backbone) {
    List<Tap> all = backbone.taps();
    List<String> fine = at(all, MAP_STRIDE);
    List<String> middle = at(all, 2 * MAP_STRIDE);
    return List.of(
        fine.get(fine.size() - 1),
        middle.get(middle.size() - 1),
        at(all, 4 * MAP_STRIDE).get(0),
        all.get(all.size() - 1).name());
  }

  private static List<String> at(List<Tap> taps, int stride) {
    List<String> found =
        taps.stream().filter(tap -> tap.stride() == stride).map(Tap::name).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no features at stride " + stride);
    }
    return found;
  }

  /**
   * The network with both losses. Labels of its two outputs: whether an image is anomalous
   * [N,1,1,1], and the ground-truth mask [N,1,H,W], whose pixels a mask of the same shape can leave
   * out.
   *
   * @param options backbone, sizes, loss and seed
   * @param updater trains it
   * @return float32, with initial weights that follow from the seed
   */
  public static ComputationGraph training(LpdOptions options, IUpdater updater) {
    return training(options, backbone(options), updater, DataType.FLOAT);
  }

  /** The same with other updates for the backbone than for the heads. */
  static ComputationGraph training(
      LpdOptions options, IUpdater backboneUpdater, IUpdater headUpdater) {
    return training(options, backbone(options), backboneUpdater, headUpdater, DataType.FLOAT);
  }

  static ComputationGraph training(
      LpdOptions options, Backbone backbone, IUpdater updater, DataType type) {
    return training(options, backbone, updater, updater, type);
  }

  private static ComputationGraph training(
      LpdOptions options,
      Backbone backbone,
      IUpdater backboneUpdater,
      IUpdater headUpdater,
      DataType type) {
    LpdNetwork network = new LpdNetwork(options, backbone, backboneUpdater, headUpdater, type);
    network.addAll(true);
    LpdLossOptions loss = options.loss();
    return network.net.build(
        network.loss(LOGIT, new BinaryLogitLoss(1, loss.image(), 1, 1, 0)),
        network.loss(
            MAP,
            new BinaryLogitLoss(
                options.inputSize().pixels(),
                loss.map(),
                2 * loss.alpha(),
                2 * (1 - loss.alpha()),
                loss.gamma())));
  }

  /**
   * The network without losses and dropout, batch normalisation not folded; {@link
   * org.madenet.core.nn.BatchNormFolding} makes it fast. Outputs: the image's logit [N,1,1,1], and
   * the map of logits [N,1,H,W].
   *
   * @param options backbone, sizes and seed
   * @return float32, with the same initial weights as {@link #training}
   */
  public static ComputationGraph plain(LpdOptions options) {
    return plain(options, backbone(options));
  }

  static ComputationGraph plain(LpdOptions options, Backbone backbone) {
    LpdNetwork network = inference(options, backbone);
    return network.net.build(LOGIT, MAP);
  }

  private static LpdNetwork inference(LpdOptions options, Backbone backbone) {
    IUpdater none = new NoOp();
    LpdNetwork network = new LpdNetwork(options, backbone, none, none, DataType.FLOAT);
    network.addAll(false);
    return network;
  }

  /**
   * The same with two more outputs: the pooled embedding [N,C,1,1], and the features of each cell
   * at strides 16 and 32, the latter brought to stride 16, [N,c,H/16,W/16].
   */
  static ComputationGraph plainWithFeatures(LpdOptions options) {
    LpdNetwork network = inference(options, backbone(options));
    String coarse =
        network.net.upsample("density.raised", network.coarse, 2, UpsampleMode.BILINEAR);
    // Deeplearning4j loses a workspace where an output is also read by another vertex.
    String pooled = network.net.concat("embedding.out", network.embedding);
    String cells = network.net.concat("cells.out", network.middle, coarse);
    return network.net.build(LOGIT, MAP, pooled, cells);
  }

  private String loss(String of, BinaryLogitLoss function) {
    CnnLossLayer layer =
        new CnnLossLayer.Builder()
            .lossFunction(function)
            .activation(new ActivationIdentity())
            .build();
    return net.layer(of + ".loss", layer, 1, of);
  }

  private void addAll(boolean training) {
    String image = net.input(IMAGE, RGB);
    ChannelNormalization expected = backbone.normalization();
    String x =
        net.vertex(
            "standardized", new StandardizeVertex(expected.mean(), expected.std()), RGB, image);
    List<String> taps = taps(backbone);
    Map<String, String> features = backbone.addTo(net, x, taps, options.foldedBackbone());
    middle = features.get(taps.get(1));
    coarse = features.get(taps.get(2));
    net.updater(headUpdater);
    classify(features.get(taps.get(3)), training);
    localise(features.get(taps.get(0)), middle);
  }

  private void classify(String features, boolean training) {
    HeadOptions head = options.head();
    embedding = net.globalAveragePool("embedding", features);
    String x = embedding;
    if (training && head.dropout() > 0) {
      x = net.dropout("head.dropout", x, head.dropout());
    }
    for (int layer = 0; layer < head.layers(); layer++) {
      x = net.conv("head.hidden" + layer, x, hidden(head.width()));
    }
    net.conv(LOGIT, x, ConvSpec.builder(1, 1).bias().build());
  }

  private void localise(String fine, String half) {
    String raised = net.upsample("localisation.raised", half, 2, UpsampleMode.BILINEAR);
    String x = net.concat("localisation.cells", fine, raised);
    if (options.head().mapWidth() > 0) {
      x = net.conv("localisation.hidden", x, hidden(options.head().mapWidth()));
    }
    x = net.conv("localisation.logit", x, ConvSpec.builder(1, 1).bias().build());
    net.upsample(MAP, x, MAP_STRIDE, UpsampleMode.BILINEAR);
  }

  private static ConvSpec hidden(int width) {
    return ConvSpec.builder(width, 1).batchNorm().activation(ConvActivation.RELU).build();
  }
}
