package org.madenet.srad.dsr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.CommitmentVertex;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.StopGradientVertex;
import org.madenet.core.nn.loss.FocalLoss;
import org.madenet.core.nn.loss.ReconstructionLoss;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The networks of DSR, one graph for each of its phases, and one for inference.
 *
 * <pre>
 * image [N,3,H,W] - encoders - features lo [N,D,H/8,W/8] - nearest codes lo
 *   features and codes lo - features hi [N,D,H/4,W/4] - nearest codes hi
 *   codes lo and hi - general decoder - image as it is, anomalies included
 *   codes lo and hi - subspace restriction - nearest codes - object decoder - image without them
 * both images - detection U-Net - logits [N,2,H,W]
 * both images, softmax of the logits - upsampling U-Net - logits [N,2,H,W]
 * </pre>
 *
 * <p>The official names of hi and lo are bottom and top. Where the same layer is used a second time
 * in a graph, its copy's name begins with {@value DsrWeights#AGAIN}; {@link DsrWeights} keeps both
 * equal.
 */
final class DsrNetwork {

  static final String SUBSPACE_HI = "subspace_hi";
  static final String SUBSPACE_LO = "subspace_lo";
  static final String IMAGE_RECON = "image_recon";
  static final String DETECTION = "detection";
  static final String UPSAMPLING = "upsampling";

  private static final int RGB = 3;
  private static final int CLASSES = 2;
  private static final double BALANCED = 0.5;

  private final DsrOptions options;
  private final NetworkBuilder net;
  private final IUpdater updater;
  private final LatentParts latent;
  private final ObjectParts object;

  private DsrNetwork(DsrOptions options, IUpdater updater, DataType type) {
    this.options = options;
    this.updater = updater;
    this.net = new NetworkBuilder(options.seed(), updater).dataType(type);
    this.latent = new LatentParts(net, options.latent());
    this.object = new ObjectParts(net, options);
  }

  private static DsrNetwork frozen(DsrOptions options) {
    return new DsrNetwork(options, new NoOp(), DataType.FLOAT);
  }

  /**
   * The discrete latent model in training. Input: images. Labels: the images; zeros of the features
   * lo, and of the features hi.
   */
  static ComputationGraph latentTraining(DsrOptions options, IUpdater updater) {
    DsrNetwork network = new DsrNetwork(options, updater, DataType.FLOAT);
    NetworkBuilder net = network.net;
    LatentParts latent = network.latent;
    double restart = options.codebook().restart();
    String bottom = latent.encodeBottom(net.input("image", RGB));
    String lo = latent.encodeTop(bottom);
    String codesLo = net.quantize(LatentParts.TOP_CODES, lo, latent.moving(restart));
    String upsampled = latent.upsample(LatentParts.UPSAMPLE, codesLo);
    String hi = latent.mix(bottom, upsampled);
    String codesHi = net.quantize(LatentParts.BOTTOM_CODES, hi, latent.moving(restart));
    String image = latent.decode(upsampled, codesHi);
    return net.build(
        network.loss(
            image,
            RGB,
            new ReconstructionLoss(options.inputSize().pixels(), options.loss().image(), RGB)),
        network.commitment("lo", lo, codesLo, options.sizeLo().pixels()),
        network.commitment("hi", hi, codesHi, options.sizeHi().pixels()));
  }

  private String commitment(String level, String features, String codes, int pixels) {
    int width = options.latent().embedding();
    String apart =
        net.vertex("commitment." + level, new CommitmentVertex(), width, features, codes);
    return loss(apart, width, new ReconstructionLoss(pixels, options.latent().commitment(), width));
  }

  /** Image to features below the upper level, and the upper level's before quantisation. */
  static ComputationGraph encoder(DsrOptions options) {
    DsrNetwork network = frozen(options);
    String bottom = network.latent.encodeBottom(network.net.input("image", RGB));
    String lo = network.latent.encodeTop(bottom);
    return network.net.build(network.copy("bottom.out", bottom), lo);
  }

  /** Features below the upper level, and codes lo, to the features hi before quantisation. */
  static ComputationGraph mixer(DsrOptions options) {
    DsrNetwork network = frozen(options);
    NetworkBuilder net = network.net;
    String bottom = net.input("bottom", options.latent().hidden());
    String lo = net.input("lo", options.latent().embedding());
    String upsampled = network.latent.upsample(LatentParts.UPSAMPLE, lo);
    return net.build(network.latent.mix(bottom, upsampled));
  }

  /** Codes lo and codes hi to an image. */
  static ComputationGraph decoder(DsrOptions options) {
    DsrNetwork network = frozen(options);
    NetworkBuilder net = network.net;
    String lo = net.input("lo", options.latent().embedding());
    String hi = net.input("hi", options.latent().embedding());
    String upsampled = network.latent.upsample(LatentParts.UPSAMPLE, lo);
    return net.build(network.latent.decode(upsampled, hi));
  }

  /**
   * What learns the object, in training. Inputs: codes hi and lo with anomalies, and the general
   * decoder's image of them. Labels: codes hi and lo without, the image without, and two classes.
   */
  static ComputationGraph detectionTraining(DsrOptions options, IUpdater updater, DataType type) {
    DsrNetwork network = new DsrNetwork(options, updater, type);
    NetworkBuilder net = network.net;
    int width = options.latent().embedding();
    String hi = net.input("hi", width);
    String lo = net.input("lo", width);
    String general = net.input("general", RGB);
    Restored restored = network.restore(hi, lo);
    String stopped = net.vertex("restored.stop", new StopGradientVertex(), RGB, restored.image);
    String logits = network.object.segment(DETECTION, net.concat("pair", stopped, general));
    DsrLossOptions loss = options.loss();
    int pixels = options.inputSize().pixels();
    return net.build(
        network.loss(
            restored.hi,
            width,
            new ReconstructionLoss(options.sizeHi().pixels(), loss.features(), width)),
        network.loss(
            restored.lo,
            width,
            new ReconstructionLoss(options.sizeLo().pixels(), loss.features(), width)),
        network.loss(restored.image, RGB, new ReconstructionLoss(pixels, loss.image(), RGB)),
        network.loss(logits, CLASSES, focal(options)));
  }

  /** Names of what the object's parts make of codes: features of both levels, and the image. */
  private record Restored(String hi, String lo, String image) {}

  private Restored restore(String codesHi, String codesLo) {
    String hi = object.restrict(SUBSPACE_HI, codesHi);
    String lo = object.restrict(SUBSPACE_LO, codesLo);
    String backHi = net.quantize(DsrWeights.AGAIN + LatentParts.BOTTOM_CODES, hi, latent.fixed());
    String backLo = net.quantize(DsrWeights.AGAIN + LatentParts.TOP_CODES, lo, latent.fixed());
    // Frozen, with the gradient passing through. Not NoOp: with it Deeplearning4j subtracts it.
    net.updater(new Sgd(0));
    String upsampled = latent.upsample(DsrWeights.AGAIN + LatentParts.UPSAMPLE, backLo);
    net.updater(updater);
    return new Restored(hi, lo, object.decode(IMAGE_RECON, upsampled, backHi));
  }

  /** Without the factor 2 it would be half of the official loss, which weighs no class. */
  private static FocalLoss focal(DsrOptions options) {
    DsrLossOptions loss = options.loss();
    return new FocalLoss(
        options.inputSize().pixels(), loss.segmentation() / BALANCED, BALANCED, loss.gamma());
  }

  /**
   * All but the upsampling U-Net, for inference. Input: images. Outputs: the object decoder's
   * image, the general decoder's, and the logits [N,2,H,W] of the detection U-Net.
   */
  static ComputationGraph detection(DsrOptions options) {
    return detection(options, DataType.FLOAT);
  }

  static ComputationGraph detection(DsrOptions options, DataType type) {
    DsrNetwork network = new DsrNetwork(options, new NoOp(), type);
    NetworkBuilder net = network.net;
    LatentParts latent = network.latent;
    String bottom = latent.encodeBottom(net.input("image", RGB));
    String lo = net.quantize(LatentParts.TOP_CODES, latent.encodeTop(bottom), latent.fixed());
    String upsampled = latent.upsample(LatentParts.UPSAMPLE, lo);
    String hi =
        net.quantize(LatentParts.BOTTOM_CODES, latent.mix(bottom, upsampled), latent.fixed());
    String general = latent.decode(upsampled, hi);
    Restored restored = network.restore(hi, lo);
    String logits = network.object.segment(DETECTION, net.concat("pair", restored.image, general));
    return net.build(
        network.copy("restored.out", restored.image), network.copy("general.out", general), logits);
  }

  /** Deeplearning4j loses a workspace where an output is also read by another vertex. */
  private String copy(String name, String of) {
    return net.concat(name, of);
  }

  /** The upsampling U-Net in training. Input: its 8 channels. Label: two classes. */
  static ComputationGraph upsamplingTraining(DsrOptions options, IUpdater updater) {
    DsrNetwork network = new DsrNetwork(options, updater, DataType.FLOAT);
    String logits = network.addUpsampling();
    return network.net.build(network.loss(logits, CLASSES, focal(options)));
  }

  /** The upsampling U-Net for inference: 8 channels to logits [N,2,H,W]. */
  static ComputationGraph upsampling(DsrOptions options) {
    return upsampling(options, DataType.FLOAT);
  }

  static ComputationGraph upsampling(DsrOptions options, DataType type) {
    DsrNetwork network = new DsrNetwork(options, new NoOp(), type);
    return network.net.build(network.addUpsampling());
  }

  private String addUpsampling() {
    return object.segment(UPSAMPLING, net.input("images", 2 * RGB + CLASSES));
  }

  private String loss(String of, int channels, ILossFunction function) {
    CnnLossLayer layer =
        new CnnLossLayer.Builder()
            .lossFunction(function)
            .activation(new ActivationIdentity())
            .build();
    return net.layer(of + ".loss", layer, channels, of);
  }

  /**
   * Parameters by part, the codes among them: {@code latent}, {@value #SUBSPACE_HI}, {@value
   * #SUBSPACE_LO}, {@value #IMAGE_RECON}, {@value #DETECTION} and {@value #UPSAMPLING}.
   */
  static Map<String, Long> parameterCounts(DsrOptions options) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ComputationGraph graph : List.of(detection(options), upsampling(options))) {
      DsrWeights.of(graph)
          .forEach((name, array) -> counts.merge(part(name), array.length(), Long::sum));
      GraphMemory.free(graph);
    }
    return counts;
  }

  private static String part(String name) {
    String first = name.substring(0, Math.max(0, name.indexOf('.')));
    return switch (first) {
      case SUBSPACE_HI, SUBSPACE_LO, IMAGE_RECON, DETECTION, UPSAMPLING -> first;
      default -> "latent";
    };
  }
}
