package org.madenet.srad.dsr;

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
 * A trained DSR detector; made by {@link DsrTrainer} or {@link #load}.
 *
 * <p>The anomaly map is the probability that the upsampling U-Net gives each pixel, in [0,1]. The
 * image's score is, as in the official code, the maximum of what the detection U-Net says, after a
 * mean filter; in [0,1], too.
 */
public final class DsrDetector implements AnomalyDetector, Reconstructing {

  /** The registered name. */
  public static final String KIND = "dsr";

  private final DsrOptions options;
  private final Provenance provenance;
  private final Map<String, INDArray> weights;
  private final Detection detection;
  private final InferenceNetwork upsampling;
  private final MeanFilter filter;

  /** Takes ownership of the weights. */
  DsrDetector(DsrOptions options, Provenance provenance, Map<String, INDArray> weights) {
    this.options = options;
    this.provenance = provenance;
    this.weights = weights;
    this.detection = new Detection(options, weights);
    try {
      this.upsampling = DsrWeights.inference(DsrNetwork.upsampling(options), weights);
    } catch (IllegalArgumentException e) {
      detection.close();
      throw e;
    }
    this.filter = new MeanFilter(options.scoreWindow());
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector
   * @throws IOException if the file is missing, damaged, or not a DSR detector; the message says
   *     why
   */
  public static DsrDetector load(Path file) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind(KIND);
    try {
      return new DsrDetector(saved.options(DsrOptions.class), saved.provenance(), saved.tensors());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public DsrOptions options() {
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
    INDArray coarse;
    INDArray fine;
    synchronized (this) {
      Detection.Result result = detection.run(batch.images());
      coarse = result.probabilities();
      fine = upsampling.run(result.joined(), outputs -> Detection.softmax(outputs[0]));
    }
    return IntStream.range(0, batch.size())
        .mapToObj(
            i ->
                new Prediction(
                    batch.ids().get(i), map(fine, i), filter.apply(map(coarse, i)).max()))
        .toList();
  }

  /** The probabilities of "anomalous" of one image. */
  private AnomalyMap map(INDArray probabilities, int image) {
    return new AnomalyMap(
        inputSize(), probabilities.slice(image).slice(1).dup('c').data().asFloat());
  }

  /** {@inheritDoc} Made by the object-specific decoder. */
  @Override
  public ImageBatch reconstruct(ImageBatch batch) {
    batch.requireSize(inputSize());
    synchronized (this) {
      float[] values = detection.run(batch.images()).restored().data().asFloat();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, Math.min(1, values[i]));
      }
      return new ImageBatch(batch.ids(), Nd4j.create(values, batch.images().shape(), 'c'));
    }
  }

  @Override
  public void save(Path file) throws IOException {
    DetectorFile.write(file, provenance, options, weights);
  }

  @Override
  public synchronized void close() {
    detection.close();
    upsampling.close();
  }

  Map<String, INDArray> weights() {
    return weights;
  }
}
