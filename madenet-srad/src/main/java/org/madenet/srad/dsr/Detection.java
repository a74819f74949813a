package org.madenet.srad.dsr;

import java.util.Map;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All networks but the upsampling U-Net, at work. Calls from several threads are safe and take
 * turns.
 */
final class Detection implements AutoCloseable {

  private final InferenceNetwork network;

  /** With weights by {@code vertex/parameter}, among others perhaps. */
  Detection(DsrOptions options, Map<String, INDArray> weights) {
    network = DsrWeights.inference(DsrNetwork.detection(options), weights);
  }

  /**
   * What comes of images.
   *
   * @param restored the object decoder's images, [N,3,H,W], without anomalies
   * @param general the general decoder's images, [N,3,H,W], with them
   * @param probabilities of normal and anomalous, [N,2,H,W]
   */
  record Result(INDArray restored, INDArray general, INDArray probabilities) {

    /** What the upsampling U-Net reads, [N,8,H,W]. */
    INDArray joined() {
      return Nd4j.concat(1, restored, general, probabilities).detach();
    }
  }

  /**
   * Runs the networks.
   *
   * @throws IllegalStateException if this is closed
   */
  Result run(INDArray images) {
    return network.run(
        images,
        outputs -> new Result(outputs[0].dup('c'), outputs[1].dup('c'), softmax(outputs[2])));
  }

  /** Logits [N,2,H,W] to probabilities. */
  static INDArray softmax(INDArray logits) {
    INDArray dense = logits.dup('c');
    float[] values = dense.data().asFloat();
    int pixels = (int) (logits.size(2) * logits.size(3));
    for (int from = 0; from < values.length; from += 2 * pixels) {
      for (int p = from; p < from + pixels; p++) {
        double toAnomalous = (double) values[p + pixels] - values[p];
        values[p + pixels] = (float) (1 / (1 + Math.exp(-toAnomalous)));
        values[p] = 1 - values[p + pixels];
      }
    }
    return Nd4j.create(values, logits.shape(), 'c');
  }

  @Override
  public void close() {
    network.close();
  }
}
