package org.madenet.sfad;

import java.util.LinkedHashMap;
import java.util.Map;
import org.madenet.core.train.TrainingState;
import org.madenet.core.train.UpdatedParameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The two optimisers of SFAD, as in SimpleNet: AdamW for the adaptor, Adam with weight decay added
 * to the gradient for the discriminator.
 */
final class HeadOptimizer {

  private final SfadNetwork network;
  private final boolean adaptorLearns;
  private final double discriminatorDecay;
  private final UpdatedParameters adaptor;
  private final UpdatedParameters discriminator;

  HeadOptimizer(SfadNetwork network, SfadStageOptions stage) {
    this.network = network;
    this.adaptorLearns = stage.adaptorLearns();
    this.discriminatorDecay = stage.discriminatorWeightDecay();
    this.adaptor =
        new UpdatedParameters(
            tensors(SfadNetwork.ADAPTOR),
            new Adam(stage.adaptorLearningRate()),
            stage.adaptorWeightDecay());
    this.discriminator =
        new UpdatedParameters(
            tensors(SfadNetwork.DISCRIMINATOR), new Adam(stage.discriminatorLearningRate()), 0);
  }

  /** One step of both; the gradients are overwritten. */
  void update(Map<String, INDArray> gradients, int epoch) {
    Map<String, INDArray> ofAdaptor = new LinkedHashMap<>();
    if (adaptorLearns) {
      SfadNetwork.ADAPTOR.forEach(name -> ofAdaptor.put(name, gradients.get(name)));
      adaptor.update(ofAdaptor, epoch);
    }
    Map<String, INDArray> ofDiscriminator = new LinkedHashMap<>();
    for (String name : SfadNetwork.DISCRIMINATOR) {
      INDArray gradient = gradients.get(name);
      if (discriminatorDecay > 0) {
        gradient.addi(network.tensor(name).mul(discriminatorDecay));
      }
      ofDiscriminator.put(name, gradient);
    }
    discriminator.update(ofDiscriminator, epoch);
  }

  /** Parameters, running statistics and moments. */
  TrainingState state() {
    Map<String, TrainingState> parts = new LinkedHashMap<>();
    parts.put("adaptor", adaptor);
    parts.put("discriminator", discriminator);
    parts.put("statistics", new Statistics(tensors(SfadNetwork.STATISTICS)));
    return TrainingState.of(parts);
  }

  private Map<String, INDArray> tensors(Iterable<String> names) {
    Map<String, INDArray> chosen = new LinkedHashMap<>();
    names.forEach(name -> chosen.put(name, network.tensor(name)));
    return chosen;
  }

  /** The running statistics: part of the network, but no optimiser changes them. */
  private record Statistics(Map<String, INDArray> weights) implements TrainingState {

    @Override
    public Map<String, INDArray> updater() {
      return Map.of();
    }

    @Override
    public Map<String, Long> counters() {
      return Map.of();
    }

    @Override
    public void setCounters(Map<String, Long> counters) {}
  }
}
