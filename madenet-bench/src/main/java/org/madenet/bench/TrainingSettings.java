package org.madenet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.madenet.core.io.PlainJson;
import org.madenet.data.synthesis.TextureSource;

/**
 * What a user chooses about a training. Equal settings and data give equal detectors.
 *
 * @param preset name of the preset that all options start from
 * @param seed the one seed of all randomness
 * @param maxEpochs epochs of each stage, at most; empty leaves the preset's
 * @param changes single options that differ from the preset's: paths in the options' JSON, such as
 *     {@code loss.gamma}, and their values
 * @param fuse file of a trained detector whose features are used beside the detector's own; empty
 *     for none
 * @param backboneWeights safetensors file with the weights of the detector's backbone under
 *     PyTorch's names, in place of what the preset starts from; empty for the preset's
 * @param textures foreign textures for synthetic anomalies; empty for those that come with the
 *     library
 */
public record TrainingSettings(
    String preset,
    long seed,
    OptionalInt maxEpochs,
    Map<String, String> changes,
    Optional<Path> fuse,
    Optional<Path> backboneWeights,
    Optional<TextureSource> textures) {

  /** It also decides splits, so that it is no option of the detector alone. */
  private static final String SEED = "seed";

  /** Checks the range of the epochs, and that changes leave the seed alone. */
  public TrainingSettings {
    Objects.requireNonNull(preset, "preset");
    if (maxEpochs.isPresent() && maxEpochs.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the number of epochs, --max-epochs, must be at least 1, but is " + maxEpochs.getAsInt());
    }
    Objects.requireNonNull(fuse, "fuse");
    Objects.requireNonNull(backboneWeights, "backboneWeights");
    Objects.requireNonNull(textures, "textures");
    if (changes.containsKey(SEED)) {
      throw new IllegalArgumentException("the seed is no single option: set it with --seed");
    }
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /**
   * Settings whose backbone starts as the preset says.
   *
   * @param preset name of the preset that all options start from
   * @param seed the one seed of all randomness
   * @param maxEpochs epochs of each stage, at most
   * @param changes single options that differ from the preset's
   * @param fuse file of a trained detector whose features are used beside the detector's own
   */
  public TrainingSettings(
      String preset,
      long seed,
      OptionalInt maxEpochs,
      Map<String, String> changes,
      Optional<Path> fuse) {
    this(preset, seed, maxEpochs, changes, fuse, Optional.empty(), Optional.empty());
  }

  /**
   * The same with a backbone that starts from a file, or as the preset says.
   *
   * @param file safetensors file; empty for the preset's
   * @return other settings
   */
  public TrainingSettings withBackboneWeights(Optional<Path> file) {
    return new TrainingSettings(preset, seed, maxEpochs, changes, fuse, file, textures);
  }

  /**
   * The same with other textures.
   *
   * @param source foreign textures; empty for those that come with the library
   * @return other settings
   */
  public TrainingSettings withTextures(Optional<TextureSource> source) {
    return new TrainingSettings(preset, seed, maxEpochs, changes, fuse, backboneWeights, source);
  }

  /**
   * The settings of one part of a detector, whose options are changed under its name: {@code
   * loss.gamma} of the part {@code srad} is {@code srad.loss.gamma} here.
   *
   * @param part its name
   * @return the same with the changes of this part alone, without its name
   * @throws IllegalArgumentException if a change is not one that a part can have
   */
  public TrainingSettings ofPart(String part) {
    Map<String, String> own = new LinkedHashMap<>();
    changes.forEach(
        (path, value) -> {
          if (isOf(part, path)) {
            own.put(path.substring(part.length() + 1), value);
          }
        });
    return withChanges(own);
  }

  /**
   * The settings of a detector apart from its parts.
   *
   * @param parts their names
   * @return the same with only those changes that {@link #ofPart} leaves out for all of them
   */
  public TrainingSettings withoutParts(Collection<String> parts) {
    Map<String, String> own = new LinkedHashMap<>(changes);
    own.keySet().removeIf(path -> parts.stream().anyMatch(part -> isOf(part, path)));
    return withChanges(own);
  }

  private static boolean isOf(String part, String path) {
    return path.startsWith(part + ".");
  }

  private TrainingSettings withChanges(Map<String, String> others) {
    return new TrainingSettings(preset, seed, maxEpochs, others, fuse, backboneWeights, textures);
  }

  /**
   * A preset as it is.
   *
   * @param preset its name
   * @return settings with seed 0
   */
  public static TrainingSettings of(String preset) {
    return new TrainingSettings(preset, 0, OptionalInt.empty(), Map.of(), Optional.empty());
  }

  /**
   * Applies the changes.
   *
   * @param options a detector's options as JSON
   * @param reader reads such JSON
   * @param <T> the detector's options
   * @return the changed options
   * @throws IllegalArgumentException if there is no such option, or if the value is not one it can
   *     have; the message says which
   */
  public <T> T changed(String options, Function<String, T> reader) {
    JsonNode root = parse(options);
    changes.forEach((path, value) -> change(root, path, value));
    return reader.apply(root.toString());
  }

  private static void change(JsonNode root, String path, String value) {
    JsonNode at = root;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      if (!at.has(names[i])) {
        List<String> known = new ArrayList<>();
        at.fieldNames().forEachRemaining(known::add);
        throw new IllegalArgumentException(
            "there is no option '%s'%s"
                .formatted(
                    path,
                    known.isEmpty() ? "" : "; here it can be one of " + String.join(", ", known)));
      }
      if (i < names.length - 1) {
        at = at.get(names[i]);
      }
    }
    String last = names[names.length - 1];
    ((ObjectNode) at).set(last, at.get(last).isTextual() ? text(value) : parse(value));
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }

  private static JsonNode parse(String json) {
    try {
      return PlainJson.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("'" + json + "' is " + e.getMessage(), e);
    }
  }
}
