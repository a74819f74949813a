package org.madenet.core.backbone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.ImageSize;
import org.madenet.core.io.Sha256;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.InferenceNetwork;
import org.madenet.core.nn.NetworkBuilder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A backbone with weights that turns images into features at chosen taps. Only the layers below the
 * highest tap are built, and batch normalisation is folded into the convolutions.
 *
 * <p>The features of an image depend on nothing but the image and the {@link #fingerprint()}.
 *
 * <p>Threads: calls to {@link #extract} take turns. For parallel extraction give each thread its
 * own extractor, or make the batches larger.
 */
public final class FeatureExtractor implements AutoCloseable {

  private static final int CHANNELS = 3;

  private final Backbone backbone;
  private final List<Tap> taps;
  private final InferenceNetwork network;
  private final String fingerprint;

  private FeatureExtractor(
      Backbone backbone, List<Tap> taps, InferenceNetwork network, String fingerprint) {
    this.backbone = backbone;
    this.taps = taps;
    this.network = network;
    this.fingerprint = fingerprint;
  }

  /**
   * Builds a network and loads its weights.
   *
   * @param backbone the network
   * @param weights where its weights come from
   * @param taps names of the wanted taps, at least one
   * @return the extractor; close it to free its memory
   * @throws IOException if the weights cannot be read or belong to another network
   * @throws IllegalArgumentException if the backbone has no such tap, or no embedded weights
   */
  public static FeatureExtractor open(Backbone backbone, BackboneWeights weights, List<String> taps)
      throws IOException {
    List<Tap> wanted = new LinkedHashSet<>(taps).stream().map(backbone::tap).toList();
    BackboneTensors tensors = weights.load(backbone, taps);
    NetworkBuilder net = new NetworkBuilder(0);
    String image = net.input(Topology.IMAGE, CHANNELS);
    List<String> names = wanted.stream().map(Tap::name).toList();
    // Deeplearning4j loses a workspace where an output is also read by another vertex; each output
    // therefore is a copy that nothing reads.
    String[] outputs =
        backbone.addTo(net, image, names).values().stream()
            .map(vertex -> net.concat("features." + vertex, vertex))
            .toArray(String[]::new);
    ComputationGraph trained = net.build(outputs);
    tensors.copyInto(trained);
    ComputationGraph folded = BatchNormFolding.fold(trained);
    GraphMemory.free(trained);
    InferenceNetwork network = new InferenceNetwork("extractor of " + backbone, folded);
    return new FeatureExtractor(backbone, wanted, network, fingerprint(backbone, wanted, tensors));
  }

  /**
   * Features of a batch of images of any size that the backbone {@linkplain Backbone#requireSize
   * takes}.
   *
   * @param images {@code [N,3,H,W]}, RGB in [0,1], float32; not changed
   * @return by tap name, in the order of {@link #taps()}: {@code [N,C,h,w]} float32 with h = ceil(H
   *     / stride) and w likewise; new arrays, detached from workspaces, the caller's to keep
   * @throws IllegalArgumentException if the array has another shape, or the images a size that the
   *     backbone does not take
   * @throws IllegalStateException if this extractor is closed
   */
  public Map<String, INDArray> extract(INDArray images) {
    if (images.rank() != 4 || images.size(1) != CHANNELS || images.isEmpty()) {
      throw new IllegalArgumentException(
          "images must be [N,3,H,W], got " + Arrays.toString(images.shape()));
    }
    backbone.requireSize(
        new ImageSize((int) images.size(2), (int) images.size(3)),
        taps.stream().map(Tap::name).toList());
    INDArray input = normalized(images);
    try {
      return network.run(input, this::features);
    } finally {
      input.close();
    }
  }

  /** The network may keep channels last in memory; callers get plain row-major arrays. */
  private Map<String, INDArray> features(INDArray[] outputs) {
    Map<String, INDArray> features = new LinkedHashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      features.put(taps.get(i).name(), outputs[i].dup('c').detach());
    }
    return features;
  }

  private INDArray normalized(INDArray images) {
    ChannelNormalization normalization = backbone.normalization();
    INDArray input = images.dup('c').castTo(DataType.FLOAT).detach();
    for (int c = 0; c < CHANNELS; c++) {
      INDArray channel =
          input.get(
              NDArrayIndex.all(), NDArrayIndex.point(c), NDArrayIndex.all(), NDArrayIndex.all());
      channel.subi(normalization.mean().get(c)).divi(normalization.std().get(c));
    }
    return input;
  }

  /**
   * The network.
   *
   * @return as given to {@link #open}
   */
  public Backbone backbone() {
    return backbone;
  }

  /**
   * The taps.
   *
   * @return in the order given to {@link #open}
   */
  public List<Tap> taps() {
    return taps;
  }

  /**
   * What the features depend on beside the image: SHA-256 of backbone, normalisation, taps and
   * weights.
   *
   * @return 64 hexadecimal digits, the same for the same features on every machine
   */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    network.close();
  }

  private static String fingerprint(Backbone backbone, List<Tap> taps, BackboneTensors tensors) {
    MessageDigest digest = Sha256.digest();
    String plan = backbone.name() + backbone.normalization() + taps;
    digest.update(plan.getBytes(StandardCharsets.UTF_8));
    tensors.digest(digest);
    return Sha256.hex(digest);
  }
}
