package org.madenet.bench.peers;

import java.nio.file.Path;
import java.util.List;

/** One network in one library. */
interface Engine extends AutoCloseable {

  /** Outputs for a batch of images [N,3,256,256], each flattened in NCHW order. */
  List<float[]> forward(float[] images, int batch) throws Exception;

  /**
   * Forward, mean squared error of the mean over each map against zero, backward, one step of SGD.
   */
  void train(float[] images, int batch) throws Exception;

  @Override
  void close();

  /** Opens a network. */
  static Engine open(String library, Path folder, String network, boolean training)
      throws Exception {
    return switch (library) {
      case "madenet" -> new MadenetEngine(folder, network, training);
      case "pytorch" -> new PyTorchEngine(folder, network, training);
      case "onnxruntime" -> new OnnxEngine(folder, network);
      default -> throw new IllegalArgumentException("no library " + library);
    };
  }
}
