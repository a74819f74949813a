package org.madenet.bench.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.data.Fingerprint;
import org.madenet.data.synthesis.TextureSource;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SimpleNetTrainer;
import org.madenet.srad.SradDetector;
import org.madenet.srad.dsr.DsrDetector;

/**
 * What trainings take from files of the caller's beside the data. Preset paper needs both weights.
 *
 * @param backboneWeights safetensors file for the backbone of SFAD and SimpleNet
 * @param classifierWeights safetensors file for the backbone of MADE-Net's classifier
 * @param textures foreign textures for the synthetic anomalies of SRAD and DSR
 */
public record TrainingFiles(
    Optional<Path> backboneWeights,
    Optional<Path> classifierWeights,
    Optional<TextureSource> textures) {

  /** What comes with the library. */
  public static final TrainingFiles NONE =
      new TrainingFiles(Optional.empty(), Optional.empty(), Optional.empty());

  private static final String BACKBONE = "backbone weights SHA-256";
  private static final String CLASSIFIER = "classifier weights SHA-256";
  private static final String TEXTURES = "textures SHA-256";

  /** Checks that nothing is missing. */
  public TrainingFiles {
    Objects.requireNonNull(backboneWeights, "backboneWeights");
    Objects.requireNonNull(classifierWeights, "classifierWeights");
    Objects.requireNonNull(textures, "textures");
  }

  /**
   * What tells these files from others.
   *
   * @return a digest of each file that there is, by what it is for
   * @throws IllegalArgumentException if there is no such file
   */
  public SortedMap<String, String> digests() {
    SortedMap<String, String> digests = new TreeMap<>();
    backboneWeights.ifPresent(file -> digests.put(BACKBONE, digest(file)));
    classifierWeights.ifPresent(file -> digests.put(CLASSIFIER, digest(file)));
    textures.ifPresent(source -> digests.put(TEXTURES, source.fingerprint()));
    return digests;
  }

  private static String digest(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "%s: no such file; name a safetensors file with weights".formatted(file));
    }
    return Fingerprint.ofFile(file);
  }

  /** These without what a method has no use for. */
  TrainingFiles of(Method method) {
    return new TrainingFiles(
        backboneWeights.filter(file -> takes(method, BACKBONE)),
        classifierWeights.filter(file -> takes(method, CLASSIFIER)),
        textures.filter(source -> takes(method, TEXTURES)));
  }

  /** Whether a method's figures depend on a file. */
  static boolean takes(Method method, String digest) {
    if (!method.isDetector()) {
      return true;
    }
    return switch (digest) {
      case BACKBONE -> Set.of(SfadDetector.KIND, SimpleNetTrainer.KIND).contains(method.name());
      case TEXTURES -> Set.of(SradDetector.KIND, DsrDetector.KIND).contains(method.name());
      default -> false;
    };
  }
}
