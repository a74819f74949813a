package org.madenet.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Several states under one roof, told apart by a prefix. */
final class CompositeState implements TrainingState {

  private final Map<String, TrainingState> parts;

  CompositeState(Map<String, ? extends TrainingState> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no states to join");
    }
    this.parts = new LinkedHashMap<>(parts);
  }

  @Override
  public Map<String, INDArray> weights() {
    return join(TrainingState::weights);
  }

  @Override
  public Map<String, INDArray> updater() {
    return join(TrainingState::updater);
  }

  @Override
  public Map<String, Long> counters() {
    return join(TrainingState::counters);
  }

  @Override
  public void setCounters(Map<String, Long> counters) {
    parts.forEach(
        (name, part) -> {
          Map<String, Long> own = new LinkedHashMap<>();
          part.counters().keySet().forEach(key -> own.put(key, counters.get(name + "/" + key)));
          part.setCounters(own);
        });
  }

  private <T> Map<String, T> join(Function<TrainingState, Map<String, T>> values) {
    Map<String, T> all = new LinkedHashMap<>();
    parts.forEach(
        (name, part) ->
            values.apply(part).forEach((key, value) -> all.put(name + "/" + key, value)));
    return all;
  }
}
