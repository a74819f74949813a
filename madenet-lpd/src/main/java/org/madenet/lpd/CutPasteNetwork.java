package org.madenet.lpd;

import java.util.List;
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
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * CutPaste's network: a backbone and a classifier of what was pasted.
 *
 * <pre>
 * view [N,3,S,S] - backbone - last features: cells [N,C,S/32,S/32] - average pool: embedding [N,C,1,1]
 *   - linear layers with batch normalisation and ReLU - logits [N,K,1,1] - softmax cross-entropy
 * </pre>
 *
 * <p>A view is an image or a patch of one. Linear layers are 1x1 convolutions of [N,C,1,1].
 */
final class CutPasteNetwork {

  static final String IMAGE = "image";
  static final String LOGITS = "logits";

  private static final int RGB = 3;

  private final CutPasteOptions options;
  private final Backbone backbone;
  private final NetworkBuilder net;
  private String cells;
  private String embedding;

  private CutPasteNetwork(CutPasteOptions options, Backbone backbone, NetworkBuilder net) {
    this.options = options;
    this.backbone = backbone;
    this.net = net;
  }

  static Backbone backbone(CutPasteOptions options) {
    return Backbones.named(options.backbone());
  }

  /** The one tap that is read: the last. */
  static List<String> taps(Backbone backbone) {
    List<Tap> all = backbone.taps();
    return List.of(all.get(all.size() - 1).name());
  }

  /**
   * The network with its loss. Labels are [N,K,1,1], one-hot.
   *
   * @param options backbone, head, training and seed
   * @return float32, with initial weights that follow from the seed
   */
  static ComputationGraph training(CutPasteOptions options) {
    CutPasteTraining training = options.training();
    return training(
        options,
        backbone(options),
        training.backboneUpdater(),
        training.headUpdater(),
        DataType.FLOAT);
  }

  static ComputationGraph training(
      CutPasteOptions options,
      Backbone backbone,
      IUpdater backboneUpdater,
      IUpdater headUpdater,
      DataType type) {
    NetworkBuilder net =
        new NetworkBuilder(options.seed(), backboneUpdater)
            .weightDecay(options.training().weightDecay())
            .dataType(type);
    CutPasteNetwork network = new CutPasteNetwork(options, backbone, net);
    network.addAll(headUpdater);
    CnnLossLayer loss =
        new CnnLossLayer.Builder()
            .lossFunction(new LossMCXENT())
            .activation(new ActivationSoftmax())
            .build();
    return net.build(net.layer("loss", loss, options.variant().classes(), LOGITS));
  }

  /**
   * The network without its loss, batch normalisation not folded. Outputs: logits [N,K,1,1],
   * embedding [N,C,1,1], and cells [N,C,S/32,S/32].
   *
   * @param options backbone and head
   * @return float32, with the same initial weights as {@link #training}
   */
  static ComputationGraph plain(CutPasteOptions options) {
    NetworkBuilder net = new NetworkBuilder(options.seed(), new NoOp());
    CutPasteNetwork network = new CutPasteNetwork(options, backbone(options), net);
    network.addAll(new NoOp());
    // Deeplearning4j loses a workspace where an output is also read by another vertex.
    String pooled = net.concat("embedding.out", network.embedding);
    String last = net.concat("cells.out", network.cells);
    return net.build(LOGITS, pooled, last);
  }

  private void addAll(IUpdater headUpdater) {
    String image = net.input(IMAGE, RGB);
    ChannelNormalization expected = backbone.normalization();
    String x =
        net.vertex(
            "standardized", new StandardizeVertex(expected.mean(), expected.std()), RGB, image);
    List<String> taps = taps(backbone);
    cells = backbone.addTo(net, x, taps, options.foldedBackbone()).get(taps.get(0));
    net.updater(headUpdater);
    embedding = net.globalAveragePool("embedding", cells);
    x = embedding;
    for (int layer = 0; layer < options.headWidths().size(); layer++) {
      ConvSpec linear =
          ConvSpec.builder(options.headWidths().get(layer), 1)
              .batchNorm()
              .activation(ConvActivation.RELU)
              .build();
      x = net.conv("head.hidden" + layer, x, linear);
    }
    net.conv(LOGITS, x, ConvSpec.builder(options.variant().classes(), 1).bias().build());
  }
}
