package org.madenet.srad.dsr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.GraphMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Weights of a discrete latent model that was trained elsewhere, for instance DSR's own from
 * ImageNet, under the names of the official state dictionary. {@code tools/convert_dsr_weights.py}
 * writes such a file from the official checkpoint; it turns the channels of images round, too, for
 * the official code reads them blue first. Immutable.
 */
public final class LatentWeights {

  private static final int NAMED = 5;

  private final Path file;

  private LatentWeights(Path file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  /**
   * Weights in a file.
   *
   * @param file a safetensors file; tensors that are not needed, such as moving averages, may be
   *     there
   * @return weights that are read when a training starts
   */
  public static LatentWeights file(Path file) {
    return new LatentWeights(file);
  }

  /**
   * The tensors that a latent model needs.
   *
   * @param options its size
   * @return shapes by name
   */
  public static Map<String, List<Long>> tensors(LatentOptions options) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    initial(options).forEach((name, array) -> shapes.put(tensor(name), tensorShape(name, array)));
    return shapes;
  }

  /** Weights of its size, by {@code vertex/parameter}. */
  private static Map<String, INDArray> initial(LatentOptions options) {
    DsrOptions any = DsrPresets.PAPER.toBuilder().latent(options).build();
    ComputationGraph graph = DsrNetwork.latentTraining(any, new NoOp());
    Map<String, INDArray> weights = DsrWeights.withoutAverages(DsrWeights.of(graph));
    GraphMemory.free(graph);
    return weights;
  }

  private static String tensor(String name) {
    return name.replace("/W", ".weight")
        .replace("/b", ".bias")
        .replace("/codes", "._embedding.weight");
  }

  /** A bias is a row here and a vector there. */
  private static List<Long> tensorShape(String name, INDArray array) {
    return name.endsWith("/b")
        ? List.of(array.length())
        : Arrays.stream(array.shape()).boxed().toList();
  }

  /**
   * Reads them.
   *
   * @throws IOException if the file cannot be read or lacks a tensor of the right shape; the
   *     message names the first ones
   */
  Map<String, INDArray> load(LatentOptions options) throws IOException {
    Safetensors tensors = Safetensors.open(file);
    Map<String, INDArray> weights = initial(options);
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, INDArray> entry : weights.entrySet()) {
      String tensor = tensor(entry.getKey());
      List<Long> wanted = tensorShape(entry.getKey(), entry.getValue());
      if (!tensors.names().contains(tensor)) {
        faults.add(tensor + " is missing");
      } else if (!tensors.info(tensor).shape().equals(wanted)) {
        faults.add(tensor + " is " + tensors.info(tensor).shape() + " instead of " + wanted);
      } else {
        entry.setValue(tensors.tensor(tensor).reshape('c', entry.getValue().shape()));
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(
          file
              + " does not hold the weights of this latent model: "
              + String.join(", ", faults.subList(0, Math.min(NAMED, faults.size())))
              + (faults.size() > NAMED ? " and " + (faults.size() - NAMED) + " more" : "")
              + ". Choose another preset, or a file with the official names");
    }
    return weights;
  }
}
