package org.madenet.lpd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneTensors;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.image.BilinearResize;
import org.madenet.core.io.DetectorFile;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained LPD detector; made by {@link LpdTrainer} or {@link #load}.
 *
 * <p>The anomaly map is the localisation head's probability of each pixel, the score the image
 * head's, both in [0,1]; after stage one with {@link LpdScoring#DENSITY} both are Mahalanobis
 * distances, at least 0.
 */
public final class LpdDetector implements AnomalyDetector {

  /** The registered name. */
  public static final String KIND = "lpd";

  private final LpdOptions options;
  private final Provenance provenance;
  private final Map<String, INDArray> weights;
  private final Optional<FeatureDensity> density;
  private final InferenceNetwork network;

  /** Takes ownership of the weights. */
  LpdDetector(
      LpdOptions options,
      Provenance provenance,
      Map<String, INDArray> weights,
      Optional<FeatureDensity> density) {
    this.options = options;
    this.provenance = provenance;
    this.weights = weights;
    this.density = density;
    this.network = network(options, weights, density.isPresent());
  }

  /** The network for inference; with features if these are wanted. */
  static InferenceNetwork network(
      LpdOptions options, Map<String, INDArray> weights, boolean withFeatures) {
    return InferenceNetwork.folded(
        "detector",
        withFeatures ? LpdNetwork.plainWithFeatures(options) : LpdNetwork.plain(options),
        weights);
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable LPD detector; the message says why
   */
  public static LpdDetector load(Path file) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind(KIND);
    Map<String, INDArray> weights = new LinkedHashMap<>();
    Map<String, INDArray> densities = new LinkedHashMap<>();
    saved
        .tensors()
        .forEach(
            (name, array) -> (FeatureDensity.owns(name) ? densities : weights).put(name, array));
    try {
      return new LpdDetector(
          saved.options(LpdOptions.class),
          saved.provenance(),
          weights,
          densities.isEmpty() ? Optional.empty() : Optional.of(FeatureDensity.of(densities)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public LpdOptions options() {
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

  @Override
  public List<Prediction> predict(ImageBatch batch) {
    batch.requireSize(inputSize());
    return density.isPresent() ? distances(batch, density.get()) : probabilities(batch);
  }

  private List<Prediction> probabilities(ImageBatch batch) {
    float[][] outputs = network.run(batch.images());
    float[] logits = outputs[0];
    float[] maps = outputs[1];
    for (int p = 0; p < maps.length; p++) {
      maps[p] = (float) sigmoid(maps[p]);
    }
    int pixels = inputSize().pixels();
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      float[] map = Arrays.copyOfRange(maps, i * pixels, (i + 1) * pixels);
      predictions.add(prediction(batch, i, map, sigmoid(logits[i])));
    }
    return predictions;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * What the densities are of: vectors of length 1.
   *
   * @param images [N,C], one per image
   * @param cells [N*h*w,c], one per cell of the grid, image by image
   * @param grid h and w
   */
  record Features(INDArray images, INDArray cells, ImageSize grid) {

    /** Reads what {@link LpdNetwork#plainWithFeatures} puts out. */
    static Features of(INDArray[] outputs) {
      INDArray cells = outputs[3];
      return new Features(
          FeatureDensity.matrix(outputs[2]),
          FeatureDensity.matrix(cells),
          new ImageSize((int) cells.size(2), (int) cells.size(3)));
    }
  }

  private List<Prediction> distances(ImageBatch batch, FeatureDensity normal) {
    Features features = network.run(batch.images(), Features::of);
    float[] scores = normal.images().distances(features.images());
    float[] cells = normal.cells().distances(features.cells());
    ImageSize grid = features.grid();
    BilinearResize resize = new BilinearResize(grid, inputSize());
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      float[] map = new float[inputSize().pixels()];
      resize.apply(cells, i * grid.pixels(), map, 0);
      predictions.add(prediction(batch, i, map, scores[i]));
    }
    return predictions;
  }

  private Prediction prediction(ImageBatch batch, int index, float[] map, double score) {
    return new Prediction(batch.ids().get(index), new AnomalyMap(inputSize(), map), score);
  }

  /**
   * Writes the trained backbone without its heads (section 3.3.3), for another detector or
   * classifier: {@link org.madenet.core.backbone.BackboneWeights#file} reads it back, and so does
   * PyTorch, with {@code safetensors.torch.load_file} and {@code load_state_dict(strict=False)} of
   * torchvision's or timm's network. (Tried with PyTorch 2.7.1 and torchvision 0.22.1: the pooled
   * features of a ResNet-18 that LPD had trained for three steps agree to 3e-7.)
   *
   * @param file a safetensors file with PyTorch's names; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void exportBackbone(Path file) throws IOException {
    Safetensors.write(
        file,
        backboneTensors(),
        Map.of("backbone", options.backbone(), "trained", "LPD " + provenance.stages()));
  }

  /**
   * The trained backbone without its heads, for another detector in the same program: SFAD can fuse
   * its features with those of a pretrained one.
   *
   * @return weights of the backbone that the options name; they outlive this detector
   */
  public BackboneWeights backboneWeights() {
    return BackboneWeights.of(backboneTensors());
  }

  private Map<String, INDArray> backboneTensors() {
    Backbone backbone = LpdNetwork.backbone(options);
    return BackboneTensors.of(backbone, LpdNetwork.taps(backbone), weights).arrays();
  }

  @Override
  public void save(Path file) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(weights);
    density.ifPresent(normal -> tensors.putAll(normal.tensors()));
    DetectorFile.write(file, provenance, options, tensors);
  }

  @Override
  public void close() {
    network.close();
  }

  Map<String, INDArray> weights() {
    return weights;
  }
}
