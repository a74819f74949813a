package org.madenet.sfad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.image.BilinearResize;
import org.madenet.core.image.GaussianBlur;
import org.madenet.core.io.DetectorFile;
import org.madenet.core.io.TensorDigest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained SFAD detector; made by {@link SfadTrainer} or {@link #load}. Also what {@link
 * SimpleNetTrainer} trains: the two differ by recipe, not by what a finished detector does. {@link
 * Provenance#kind} tells them apart, in files too.
 *
 * <p>Scores are those of equations (13) to (16): each cell's is -D, the image's is the highest of
 * its cells, before any smoothing. The map is the grid of cells, enlarged bilinearly to the input's
 * size and smoothed.
 */
public final class SfadDetector implements AnomalyDetector {

  /** The registered name. */
  public static final String KIND = "sfad";

  /** Name of the backbone's fingerprint in the provenance. */
  static final String BACKBONE = "backbone";

  private final SfadOptions options;
  private final Provenance provenance;
  private final SfadNetwork network;
  private final ChannelScaling scaling;
  private final FeatureSource features;
  private final List<BackboneWeights> weights;
  private final SfadHead head;
  private final BilinearResize resize;
  private final GaussianBlur blur;

  /** Takes ownership of the network and the features. */
  SfadDetector(
      SfadOptions options,
      Provenance provenance,
      SfadNetwork network,
      ChannelScaling scaling,
      FeatureSource features,
      List<BackboneWeights> weights) {
    this.options = options;
    this.provenance = provenance;
    this.network = network;
    this.scaling = scaling;
    this.features = features;
    this.weights = weights;
    this.head = SfadHead.of(network, scaling);
    this.resize = new BilinearResize(features.grid().size(), options.inputSize());
    this.blur = new GaussianBlur(options.smoothingSigma());
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable SFAD detector; the message says why
   */
  public static SfadDetector load(Path file) throws IOException {
    return load(file, KIND);
  }

  static SfadDetector load(Path file, String kind) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind(kind);
    SfadOptions options = saved.options(SfadOptions.class);
    List<BackboneWeights> weights =
        IntStream.rangeClosed(0, options.fused().size()).mapToObj(i -> weights(saved, i)).toList();
    FeatureSource features = open(file, options, weights);
    try {
      requireBackbone(file, saved.provenance(), features);
      int channels = features.grid().channels();
      int adapted = options.adaptorWidth();
      int hidden = options.discriminatorWidth();
      Map<String, INDArray> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, long[]> tensor :
          SfadNetwork.shapes(channels, adapted, hidden).entrySet()) {
        tensors.put(tensor.getKey(), saved.tensor(tensor.getKey(), tensor.getValue()));
      }
      ChannelScaling scaling =
          ChannelScaling.of(
              saved.tensor(ChannelScaling.MEAN, 1, channels),
              saved.tensor(ChannelScaling.DEVIATION, 1, channels));
      SfadNetwork network = SfadNetwork.of(channels, adapted, hidden, tensors);
      return new SfadDetector(options, saved.provenance(), network, scaling, features, weights);
    } catch (IOException | RuntimeException | Error e) {
      features.close();
      throw e;
    }
  }

  /** A backbone or a tap that this library does not know is a fault of the file. */
  private static FeatureSource open(Path file, SfadOptions options, List<BackboneWeights> weights)
      throws IOException {
    try {
      return FusedFeatures.open(options, weights);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": its backbone cannot be made: " + e.getMessage(), e);
    }
  }

  /** Those in the file, or else those of the library. */
  private static BackboneWeights weights(DetectorFile saved, int index) {
    String prefix = prefix(index);
    Map<String, INDArray> inside = new LinkedHashMap<>();
    saved
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                inside.put(name.substring(prefix.length()), tensor);
              }
            });
    return inside.isEmpty() ? BackboneWeights.embedded() : BackboneWeights.of(inside);
  }

  /** Before the names of a backbone's tensors in a file that holds them. */
  private static String prefix(int index) {
    return index == 0 ? "backbone/" : "backbone" + index + "/";
  }

  private static void requireBackbone(Path file, Provenance saved, FeatureSource features)
      throws IOException {
    String expected = saved.dataFingerprints().get(BACKBONE);
    if (!features.fingerprint().equals(expected)) {
      throw new IOException(
          "%s was trained on backbone weights %s, but this library has %s; use the version it was made with (%s)"
              .formatted(file, expected, features.fingerprint(), saved.libraryVersion()));
    }
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public SfadOptions options() {
    return options;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public ImageSize inputSize() {
    return options.inputSize();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Scores and maps are in units of the margin: around tau+ = 0.5 below zero for what is surely
   * normal, 0.5 above for what is surely anomalous, without bounds.
   */
  @Override
  public List<Prediction> predict(ImageBatch batch) {
    batch.requireSize(inputSize());
    FeatureGrid grid = features.grid();
    float[] normality = head.apply(features.describe(batch), batch.size() * grid.cells());
    Prediction[] predictions = new Prediction[batch.size()];
    IntStream.range(0, batch.size())
        .parallel()
        .forEach(
            i -> {
              int from = i * grid.cells();
              float[] cells = Arrays.copyOfRange(normality, from, from + grid.cells());
              predictions[i] = predict(batch.ids().get(i), cells);
            });
    return List.of(predictions);
  }

  /** Equations (14) to (16) for one image, from the discriminator's outputs. */
  private Prediction predict(String id, float[] outputs) {
    AnomalyMap cells = new AnomalyMap(features.grid().size(), SfadHead.anomalyScores(outputs));
    AnomalyMap map = new AnomalyMap(inputSize(), resize.apply(cells.values()));
    return new Prediction(id, blur.apply(map), cells.max());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The backbones' weights are written too, unless they are those that come with the library.
   */
  @Override
  public void save(Path file) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(network.tensors());
    tensors.putAll(scaling.tensors());
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).equals(BackboneWeights.embedded())) {
        continue;
      }
      String prefix = prefix(i);
      FeatureOptions chosen = options.parts().get(i);
      weights
          .get(i)
          .load(Backbones.named(chosen.backbone()), chosen.taps())
          .arrays()
          .forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }
    DetectorFile.write(file, provenance, options, tensors);
  }

  @Override
  public void close() {
    features.close();
  }

  SfadNetwork network() {
    return network;
  }

  ChannelScaling scaling() {
    return scaling;
  }

  List<BackboneWeights> weights() {
    return weights;
  }

  /** SHA-256 of the trained weights. */
  String weightsFingerprint() {
    return TensorDigest.of(network.tensors());
  }
}
