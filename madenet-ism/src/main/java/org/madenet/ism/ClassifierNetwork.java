package org.madenet.ism;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.ChannelNormalization;
import org.madenet.core.backbone.Tap;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.StandardizeVertex;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The pre-classifier's network.
 *
 * <pre>
 * image [N,3,H,W] - backbone - last features - average pool - dropout - logits [N,K,1,1]
 * </pre>
 */
final class ClassifierNetwork {

  private static final String LOGITS = "logits";
  private static final int RGB = 3;

  private ClassifierNetwork() {}

  static Backbone backbone(ClassifierOptions options) {
    return Backbones.named(options.backbone());
  }

  /** The one tap that is read: the last. */
  static List<String> taps(Backbone backbone) {
    List<Tap> all = backbone.taps();
    return List.of(all.get(all.size() - 1).name());
  }

  /** With a softmax and a weighted cross-entropy; labels are [N,K,1,1], one-hot. */
  static ComputationGraph training(
      ClassifierOptions options, double[] classWeights, long seed, IUpdater updater) {
    NetworkBuilder net = new NetworkBuilder(seed, updater);
    String logits = add(net, options, classWeights.length, true);
    INDArray weights = Nd4j.createFromArray(new double[][] {classWeights});
    CnnLossLayer loss =
        new CnnLossLayer.Builder()
            .lossFunction(new LossMCXENT(weights.castTo(Nd4j.defaultFloatingPointType())))
            .activation(new ActivationSoftmax())
            .build();
    return net.build(net.layer("loss", loss, classWeights.length, logits));
  }

  /** Without loss and dropout. */
  static ComputationGraph plain(ClassifierOptions options, int categories) {
    NetworkBuilder net = new NetworkBuilder(0, new NoOp());
    return net.build(add(net, options, categories, false));
  }

  private static String add(
      NetworkBuilder net, ClassifierOptions options, int categories, boolean training) {
    Backbone backbone = backbone(options);
    ChannelNormalization expected = backbone.normalization();
    String image = net.input("image", RGB);
    String x =
        net.vertex(
            "standardized", new StandardizeVertex(expected.mean(), expected.std()), RGB, image);
    List<String> taps = taps(backbone);
    x = net.globalAveragePool("pooled", backbone.addTo(net, x, taps).get(taps.get(0)));
    if (training && options.dropout() > 0) {
      x = net.dropout("dropout", x, options.dropout());
    }
    return net.conv(LOGITS, x, ConvSpec.builder(categories, 1).bias().build());
  }
}
