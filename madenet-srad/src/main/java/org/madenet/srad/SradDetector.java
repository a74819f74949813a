package org.madenet.srad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;
import org.madenet.core.Reconstructing;
import org.madenet.core.image.MeanFilter;
import org.madenet.core.io.DetectorFile;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained SRAD detector; made by {@link SradTrainer} or {@link #load}.
 *
 * <p>The anomaly map is the probability that the U-Net gives each pixel, in [0,1]; the image's
 * score is the maximum after a mean filter (section 3.1.3), in [0,1] too.
 */
public final class SradDetector implements AnomalyDetector, Reconstructing {

  /** The registered name. */
  public static final String KIND = "srad";

  private final SradOptions options;
  private final Provenance provenance;
  private final Map<String, INDArray> weights;
  private final InferenceNetwork network;
  private final MeanFilter filter;

  /** Takes ownership of the weights. */
  SradDetector(SradOptions options, Provenance provenance, Map<String, INDArray> weights) {
    this.options = options;
    this.provenance = provenance;
    this.weights = weights;
    this.network = InferenceNetwork.folded("detector", SradNetwork.plain(options), weights);
    this.filter = new MeanFilter(options.scoreWindow());
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable SRAD detector; the message says why
   */
  public static SradDetector load(Path file) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind(KIND);
    try {
      return new SradDetector(
          saved.options(SradOptions.class), saved.provenance(), saved.tensors());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public SradOptions options() {
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
    float[] logits = run(batch)[1];
    int pixels = inputSize().pixels();
    Prediction[] predictions = new Prediction[batch.size()];
    IntStream.range(0, batch.size())
        .parallel()
        .forEach(
            i -> predictions[i] = prediction(batch.ids().get(i), logits, 2 * i * pixels, pixels));
    return List.of(predictions);
  }

  private Prediction prediction(String id, float[] logits, int from, int pixels) {
    float[] probabilities = new float[pixels];
    for (int p = 0; p < pixels; p++) {
      double toAnomalous = (double) logits[from + pixels + p] - logits[from + p];
      probabilities[p] = (float) (1 / (1 + Math.exp(-toAnomalous)));
    }
    AnomalyMap map = new AnomalyMap(inputSize(), probabilities);
    return new Prediction(id, map, filter.apply(map).max());
  }

  @Override
  public ImageBatch reconstruct(ImageBatch batch) {
    float[] values = run(batch)[0];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, Math.min(1, values[i]));
    }
    return new ImageBatch(batch.ids(), Nd4j.create(values, batch.images().shape(), 'c'));
  }

  /** Reconstruction and logits of a batch, row-major. */
  private float[][] run(ImageBatch batch) {
    batch.requireSize(inputSize());
    return network.run(batch.images());
  }

  @Override
  public void save(Path file) throws IOException {
    DetectorFile.write(file, provenance, options, weights);
  }

  @Override
  public void close() {
    network.close();
  }

  Map<String, INDArray> weights() {
    return weights;
  }
}
