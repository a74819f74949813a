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
import org.madenet.core.image.BilinearResize;
import org.madenet.core.io.DetectorFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained CutPaste detector; made by {@link CutPasteTrainer} or {@link #load}.
 *
 * <p>Scores and maps are Mahalanobis distances of L2-normalised embeddings from those of normal
 * images, at least 0 and without bound. At {@link CutPasteLevel#IMAGES} the score is that of the
 * pooled embedding, and the map that of each cell of the last stage, enlarged bilinearly. At {@link
 * CutPasteLevel#PATCHES} the score is the highest of the patches', and the map their mean around
 * each pixel, weighted by a Gaussian.
 */
public final class CutPasteDetector implements AnomalyDetector {

  /** The registered name. */
  public static final String KIND = "cutpaste";

  private final CutPasteOptions options;
  private final Provenance provenance;
  private final Map<String, INDArray> weights;
  private final CutPasteDensity density;
  private final CutPasteFeatures features;

  /** Takes ownership of weights and features. */
  CutPasteDetector(
      CutPasteOptions options,
      Provenance provenance,
      Map<String, INDArray> weights,
      CutPasteDensity density,
      CutPasteFeatures features) {
    this.options = options;
    this.provenance = provenance;
    this.weights = weights;
    this.density = density;
    this.features = features;
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable CutPaste detector; the message says why
   */
  public static CutPasteDetector load(Path file) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind(KIND);
    CutPasteOptions options = saved.options(CutPasteOptions.class);
    Map<String, INDArray> weights = new LinkedHashMap<>();
    Map<String, INDArray> densities = new LinkedHashMap<>();
    saved
        .tensors()
        .forEach(
            (name, array) -> (FeatureDensity.owns(name) ? densities : weights).put(name, array));
    try {
      CutPasteDensity density = CutPasteDensity.of(densities, options.level());
      CutPasteFeatures features = new CutPasteFeatures(options, weights);
      return new CutPasteDetector(options, saved.provenance(), weights, density, features);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public CutPasteOptions options() {
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
    CutPasteFeatures.Rows rows = features.describe(batch.images());
    float[] distances = rows.embeddingDistances(density.embeddings());
    Optional<float[]> cells = density.cells().map(rows::cellDistances);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String id = batch.ids().get(i);
      predictions.add(
          cells.isPresent()
              ? ofImage(id, distances[i], cells.get(), i, rows.grid())
              : ofPatches(id, distances, i, rows.grid()));
    }
    return predictions;
  }

  private Prediction ofImage(String id, double score, float[] cells, int index, ImageSize grid) {
    float[] map = new float[inputSize().pixels()];
    new BilinearResize(grid, inputSize()).apply(cells, index * grid.pixels(), map, 0);
    return new Prediction(id, new AnomalyMap(inputSize(), map), score);
  }

  private Prediction ofPatches(String id, float[] distances, int index, ImageSize grid) {
    int from = index * grid.pixels();
    float[] own = Arrays.copyOfRange(distances, from, from + grid.pixels());
    AnomalyMap map = new AnomalyMap(inputSize(), options.patches().spread(own, inputSize()));
    return new Prediction(id, map, new AnomalyMap(grid, own).max());
  }

  @Override
  public void save(Path file) throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>(weights);
    tensors.putAll(density.tensors());
    DetectorFile.write(file, provenance, options, tensors);
  }

  @Override
  public void close() {
    features.close();
  }

  Map<String, INDArray> weights() {
    return weights;
  }
}
