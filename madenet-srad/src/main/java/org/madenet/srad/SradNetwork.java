package org.madenet.srad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.backbone.ChannelNormalization;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.ImageRestoreVertex;
import org.madenet.core.nn.ImageStandardizeVertex;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.StandardizeVertex;
import org.madenet.core.nn.UpsampleMode;
import org.madenet.core.nn.loss.FocalLoss;
import org.madenet.core.nn.loss.ReconstructionLoss;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The networks of SRAD as one graph: encoder and decoder that repair the image (sections 3.1.2),
 * and the U-Net that looks at both and marks where they differ in a way that means an anomaly
 * (section 3.1.3). The segmentation's gradient flows through the reconstruction.
 *
 * <pre>
 * image [N,3,H,W] - HRNet - four branches, brought to H/4 and concatenated: F-hat [N,15C,H/4,W/4]
 *   - two residual blocks - two transposed convolutions - reconstruction [N,3,H,W]
 * image, reconstruction - U-Net - logits of normal and anomalous [N,2,H,W]
 * </pre>
 *
 * <p>A residual block is, as the paper lists it, one 3x3 convolution with batch normalisation, the
 * shortcut, and ReLU after their sum.
 *
 * <p>Images are RGB in [0,1]; what the encoder expects instead is part of the graph.
 *
 * <p>Public for benchmarks only: it may change without notice.
 */
public final class SradNetwork {

  static final String IMAGE = "image";
  static final String RECONSTRUCTION = "reconstruction";
  static final String SEGMENTATION = "segmentation";

  private static final int RGB = 3;
  private static final int CLASSES = 2;

  private final SradOptions options;
  private final NetworkBuilder net;

  private SradNetwork(SradOptions options, IUpdater updater, DataType type) {
    this.options = options;
    this.net = new NetworkBuilder(options.seed(), updater).dataType(type);
  }

  /**
   * The network with both losses. Labels of its two outputs: the defect-free image [N,3,H,W], whose
   * pixels a mask [N,1,H,W] can leave out, and the {@link #classes} of the ground-truth mask.
   *
   * @param options sizes, loss and seed
   * @param updater trains it
   * @return float32, with initial weights that follow from the seed
   */
  public static ComputationGraph training(SradOptions options, IUpdater updater) {
    return training(options, updater, DataType.FLOAT);
  }

  static ComputationGraph training(SradOptions options, IUpdater updater, DataType type) {
    SradNetwork network = new SradNetwork(options, updater, type);
    network.addAll();
    SradLossOptions loss = options.loss();
    int pixels = options.inputSize().pixels();
    return network.net.build(
        network.loss(
            RECONSTRUCTION, RGB, new ReconstructionLoss(pixels, loss.reconstruction(), RGB)),
        network.loss(
            SEGMENTATION,
            CLASSES,
            new FocalLoss(pixels, loss.segmentation(), loss.alpha(), loss.gamma())));
  }

  /**
   * A mask as a label of two classes.
   *
   * @param masks {0,1} [N,1,H,W], 1 = anomalous
   * @return one-hot [N,2,H,W], normal and anomalous
   */
  public static INDArray classes(INDArray masks) {
    return Nd4j.concat(1, masks.rsub(1), masks);
  }

  /**
   * Trainable parameters by part.
   *
   * @param options sizes
   * @return of {@code encoder}, {@code decoder} and {@code detector}
   */
  public static Map<String, Long> parameterCounts(SradOptions options) {
    Map<String, Long> counts = new LinkedHashMap<>();
    ComputationGraph graph = plain(options);
    graph
        .paramTable()
        .forEach(
            (name, array) -> {
              if (!name.endsWith("_mean") && !name.endsWith("_var")) {
                counts.merge(part(name), array.length(), Long::sum);
              }
            });
    GraphMemory.free(graph);
    return counts;
  }

  private static String part(String name) {
    if (name.startsWith("decoder.") || name.startsWith(RECONSTRUCTION)) {
      return "decoder";
    }
    return name.startsWith("detector.") || name.startsWith(SEGMENTATION) ? "detector" : "encoder";
  }

  /**
   * The network without losses, batch normalisation not folded; {@link
   * org.madenet.core.nn.BatchNormFolding} makes it fast. Outputs: the reconstruction [N,3,H,W], and
   * the logits of normal and anomalous [N,2,H,W].
   *
   * @param options sizes and seed
   * @return float32, with the same initial weights as {@link #training}
   */
  public static ComputationGraph plain(SradOptions options) {
    SradNetwork network = new SradNetwork(options, new NoOp(), DataType.FLOAT);
    network.addAll();
    // Deeplearning4j loses a workspace where an output is also read by another vertex; the
    // reconstruction that comes out is a copy.
    String copy = network.net.concat(RECONSTRUCTION + ".out", RECONSTRUCTION);
    return network.net.build(copy, SEGMENTATION);
  }

  private void addAll() {
    String image = net.input(IMAGE, RGB);
    if (options.inputScaling() == InputScaling.IMAGENET) {
      ChannelNormalization expected = options.encoder().backbone().normalization();
      String x =
          net.vertex(
              "standardized", new StandardizeVertex(expected.mean(), expected.std()), RGB, image);
      decode(encode(x), RECONSTRUCTION);
      detect(net.concat("pair", image, RECONSTRUCTION));
    } else {
      String x = net.vertex("standardized", new ImageStandardizeVertex(), RGB, image);
      String scaled = decode(encode(x), RECONSTRUCTION + ".scaled");
      net.vertex(RECONSTRUCTION, new ImageRestoreVertex(), RGB, scaled, image);
      detect(net.concat("pair", x, scaled));
    }
  }

  private String loss(String of, int channels, ILossFunction function) {
    CnnLossLayer layer =
        new CnnLossLayer.Builder()
            .lossFunction(function)
            .activation(new ActivationIdentity())
            .build();
    return net.layer(of + ".loss", layer, channels, of);
  }

  /** F-hat, equation (2) and what follows it. */
  private String encode(String standardized) {
    EncoderOptions encoder = options.encoder();
    List<String> branches =
        new ArrayList<>(encoder.backbone().addTo(net, standardized, encoder.taps()).values());
    for (int i = 1; i < branches.size(); i++) {
      branches.set(
          i, net.upsample("encoding." + i, branches.get(i), 1 << i, UpsampleMode.BILINEAR));
    }
    return net.concat("encoding", branches.toArray(String[]::new));
  }

  private String decode(String encoding, String name) {
    DecoderOptions widths = options.decoder();
    String x = residual("decoder.residual1", encoding, widths.residualWidth());
    x = residual("decoder.residual2", x, widths.residualWidth());
    x = net.conv("decoder.up1", x, doubling(widths.firstWidth()));
    x = net.conv("decoder.up2", x, doubling(widths.secondWidth()));
    return net.conv(name, x, ConvSpec.builder(RGB, 3).bias().build());
  }

  private String residual(String name, String in, int width) {
    ConvSpec conv = ConvSpec.builder(width, 3).batchNorm().build();
    String x = net.conv(name + ".conv", in, conv);
    String shortcut = in;
    if (net.channels(in) != width) {
      shortcut = net.conv(name + ".shortcut", in, ConvSpec.builder(width, 1).batchNorm().build());
    }
    return net.sum(name, ConvActivation.RELU, x, shortcut);
  }

  private static ConvSpec doubling(int width) {
    return ConvSpec.builder(width, 4)
        .stride(2)
        .padding(1)
        .transposed()
        .batchNorm()
        .activation(ConvActivation.RELU)
        .build();
  }

  private String detect(String pair) {
    UnetOptions unet = options.unet();
    String[] levels = new String[unet.levels()];
    String x = pair;
    for (int level = 0; level < levels.length; level++) {
      String name = "detector.down" + level;
      if (level > 0) {
        x = net.maxPool(name + ".pool", x, 2, 2, 0);
      }
      x = pairOfConvs(name, x, unet.width(level));
      levels[level] = x;
    }
    for (int level = levels.length - 2; level >= 0; level--) {
      String name = "detector.up" + level;
      int width = unet.upWidth(level);
      x = net.upsample(name + ".upsample", x, 2, UpsampleMode.BILINEAR);
      x = net.conv(name + ".conv0", x, conv(width));
      x = pairOfConvs(name, net.concat(name + ".concat", x, levels[level]), width);
    }
    return net.conv(SEGMENTATION, x, ConvSpec.builder(CLASSES, 3).bias().build());
  }

  private String pairOfConvs(String name, String in, int width) {
    String x = net.conv(name + ".conv1", in, conv(width));
    return net.conv(name + ".conv2", x, conv(width));
  }

  private static ConvSpec conv(int width) {
    return ConvSpec.builder(width, 3).batchNorm().activation(ConvActivation.RELU).build();
  }
}
