package org.madenet.core.backbone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.madenet.core.io.Safetensors;

/**
 * Compares the tensors of a file with those of a backbone, so that a wrong file is refused whole.
 */
final class WeightsCheck {

  private static final int NAMED = 5;

  /** The last three make HRNet's branches one vector. */
  private static final List<String> CLASSIFIERS =
      List.of("fc.", "classifier.", "incre_modules.", "downsamp_modules.", "final_layer.");

  private WeightsCheck() {}

  /**
   * Refuses a file that lacks a tensor, holds one in another shape, or holds one that the backbone
   * does not know. What classifies, batch counters, and layers above the taps may be there.
   */
  static void check(Safetensors file, String origin, Backbone backbone, Collection<String> taps)
      throws IOException {
    Map<String, List<Long>> wanted = backbone.tensors(taps);
    Map<String, List<Long>> known =
        backbone.tensors(backbone.taps().stream().map(Tap::name).toList());
    Set<String> present = file.names();
    List<String> missing = names(wanted.keySet(), name -> !present.contains(name));
    List<String> leftOver = names(present, name -> !known.containsKey(name) && !ignorable(name));
    List<String> misshapen =
        names(
                known.keySet(),
                name -> present.contains(name) && !shapeOf(file, name).equals(known.get(name)))
            .stream()
            .map(name -> name + " " + shapeOf(file, name) + " instead of " + known.get(name))
            .toList();
    List<String> faults = new ArrayList<>();
    describe("missing", missing, faults);
    describe("left over", leftOver, faults);
    describe("of another shape", misshapen, faults);
    if (!faults.isEmpty()) {
      throw new IOException(
          origin
              + " does not hold the weights of "
              + backbone.name()
              + ". "
              + String.join("; ", faults)
              + ". Choose another backbone, or a file with its PyTorch tensor names.");
    }
  }

  private static boolean ignorable(String name) {
    return CLASSIFIERS.stream().anyMatch(name::startsWith) || name.endsWith(".num_batches_tracked");
  }

  private static List<Long> shapeOf(Safetensors file, String name) {
    return file.info(name).shape();
  }

  private static List<String> names(Collection<String> of, Predicate<String> which) {
    return of.stream().filter(which).toList();
  }

  private static void describe(String fault, List<String> tensors, List<String> faults) {
    if (!tensors.isEmpty()) {
      String first = tensors.stream().limit(NAMED).collect(Collectors.joining(", "));
      int more = tensors.size() - NAMED;
      faults.add(
          tensors.size()
              + (tensors.size() == 1 ? " tensor " : " tensors ")
              + fault
              + ": "
              + first
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }
}
