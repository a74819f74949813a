package org.madenet.core.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.madenet.core.io.PlainJson;

/**
 * What decides the result of a training. Two runs with equal identities come to the same weights on
 * the same backend, so one may go on from the other's checkpoint.
 *
 * @param task what is trained, also the checkpoint's file name: letters, digits, hyphens
 * @param seed the one seed of all randomness
 * @param options everything else that was chosen, as JSON
 * @param dataFingerprints fingerprint of each image source used, by its role
 */
public record RunIdentity(
    String task, long seed, JsonNode options, Map<String, String> dataFingerprints) {

  private static final Pattern VISITS = Pattern.compile("(^|\\.)maxVisits$");

  /** Checks the task's name and copies the map. */
  public RunIdentity {
    if (!task.matches("[A-Za-z0-9][A-Za-z0-9-]*")) {
      throw new IllegalArgumentException(
          "a task's name has letters, digits and hyphens, but is '" + task + "'");
    }
    Objects.requireNonNull(options, "options");
    dataFingerprints = Map.copyOf(dataFingerprints);
  }

  /**
   * An identity with options from a record.
   *
   * @param task what is trained: letters, digits, hyphens
   * @param seed the one seed of all randomness
   * @param options a record, written as JSON
   * @param dataFingerprints fingerprint of each image source used, by its role
   * @return the identity
   */
  public static RunIdentity of(
      String task, long seed, Record options, Map<String, String> dataFingerprints) {
    return new RunIdentity(task, seed, PlainJson.toTree(options), dataFingerprints);
  }

  /** With the training options among the options. */
  RunIdentity with(TrainingOptions training) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("training", PlainJson.toTree(training));
    all.set("model", options);
    return new RunIdentity(task, seed, all, dataFingerprints);
  }

  /**
   * In what another identity differs, for people.
   *
   * @param other the other
   * @return one entry per difference, this side's value first; empty if equal
   */
  List<String> differences(RunIdentity other) {
    TreeMap<String, String> mine = flatten();
    TreeMap<String, String> theirs = other.flatten();
    SortedSet<String> names = new TreeSet<>(mine.keySet());
    names.addAll(theirs.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String here = mine.getOrDefault(name, "absent");
      String there = theirs.getOrDefault(name, "absent");
      if (!here.equals(there)) {
        differences.add(name + " " + here + " against " + there);
      }
    }
    return differences;
  }

  /**
   * Options by their paths, for telling whether two runs are the same. A limit of visits that is
   * none is left out, as it is in what was written before {@link StageOptions} had one.
   *
   * @param options as JSON
   * @return sorted paths, each with its value as JSON
   */
  public static SortedMap<String, String> optionValues(JsonNode options) {
    SortedMap<String, String> values = PlainJson.values(options);
    values.entrySet().removeIf(e -> VISITS.matcher(e.getKey()).find() && e.getValue().equals("0"));
    return values;
  }

  private TreeMap<String, String> flatten() {
    TreeMap<String, String> values = new TreeMap<>();
    values.put("task", task);
    values.put("seed", Long.toString(seed));
    dataFingerprints.forEach((role, fingerprint) -> values.put("data " + role, fingerprint));
    optionValues(options).forEach((path, value) -> values.put("options." + path, value));
    return values;
  }
}
