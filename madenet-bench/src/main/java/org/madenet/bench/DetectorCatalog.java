package org.madenet.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.io.DetectorFile;
import org.madenet.core.io.PlainJson;
import org.madenet.core.io.TensorDigest;
import org.madenet.ism.MadeNetDetector;
import org.madenet.lpd.LpdDetector;
import org.madenet.lpd.LpdOptions;
import org.madenet.lpd.LpdPresets;
import org.madenet.lpd.LpdTrainer;
import org.madenet.sfad.FeatureOptions;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SfadOptions;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;
import org.madenet.srad.SradDetector;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;
import org.madenet.srad.SradTrainer;
import org.madenet.srad.dsr.DsrDetector;
import org.madenet.srad.dsr.DsrOptions;
import org.madenet.srad.dsr.DsrPresets;
import org.madenet.srad.dsr.DsrTrainer;

/**
 * The detectors that the command line knows. A new detector is an entry in {@link #standard()};
 * help texts and contract tests go through the list.
 *
 * @param entries in the order of the help text, names distinct
 */
public record DetectorCatalog(List<DetectorEntry<?>> entries) {

  /** Copies the list. */
  public DetectorCatalog {
    entries = List.copyOf(entries);
  }

  /**
   * What madenet comes with.
   *
   * @return the catalogue
   */
  public static DetectorCatalog standard() {
    return new DetectorCatalog(List.of(sfad(), srad(), lpd(), dsr()));
  }

  /**
   * The entry of a name.
   *
   * @param name a registered name
   * @return the entry
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public DetectorEntry<?> entry(String name) {
    return entries.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no detector '%s'; choose one of %s"
                        .formatted(
                            name,
                            entries.stream()
                                .map(DetectorEntry::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Reads a detector of any kind.
   *
   * @param file what a detector's {@code save} wrote
   * @return the detector, to be closed by the caller
   * @throws IOException if the file is missing, damaged or of an unknown kind; the message says
   *     which
   */
  public AnomalyDetector load(Path file) throws IOException {
    if (MadeNetDetector.isMadeNet(file)) {
      return MadeNetDetector.load(file);
    }
    String kind = DetectorFile.readHeader(file).kind();
    for (DetectorEntry<?> entry : entries) {
      if (entry.name().equals(kind)) {
        return entry.loader().load(file);
      }
    }
    throw new IOException(
        file + " holds a detector of kind " + kind + ", which this version does not know");
  }

  private static DetectorEntry<SfadDetector> sfad() {
    return new DetectorEntry<>(
        SfadDetector.KIND,
        "features of a pretrained backbone, told apart by a small discriminator (paper, 3.2)",
        List.copyOf(SfadPresets.names()),
        settings -> {
          SfadOptions preset = SfadPresets.named(settings.preset());
          SfadOptions.Builder builder = preset.toBuilder().seed(settings.seed());
          settings
              .maxEpochs()
              .ifPresent(
                  epochs ->
                      builder
                          .fit(preset.fit().withMaxEpochs(epochs))
                          .fineTune(preset.fineTune().withMaxEpochs(epochs)));
          SfadOptions options = settings.changed(builder.build().toJson(), SfadOptions::fromJson);
          if (settings.fuse().isPresent()) {
            return fused(options, settings.fuse().get());
          }
          return new DetectorEntry.Setup<>(
              new SfadTrainer(options),
              options.inputSize(),
              options.toJson(),
              Optional.empty(),
              missingWeights(settings.preset(), options));
        },
        SfadDetector::load);
  }

  /** SFAD with the features of a backbone that LPD trained beside its own. */
  private static DetectorEntry.Setup<SfadDetector> fused(SfadOptions alone, Path file) {
    try (LpdDetector lpd = LpdDetector.load(file)) {
      FeatureOptions further = alone.features().on(lpd.options().backbone());
      SfadOptions options = alone.toBuilder().fused(List.of(further)).build();
      SfadTrainer trainer =
          new SfadTrainer(options, List.of(BackboneWeights.embedded(), lpd.backboneWeights()));
      ObjectNode chosen = (ObjectNode) PlainJson.toTree(options);
      chosen.put("fusedWeights", TensorDigest.of(DetectorFile.read(file).tensors()));
      return new DetectorEntry.Setup<>(
          trainer, options.inputSize(), chosen.toString(), Optional.empty(), Optional.empty());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot fuse: " + e.getMessage(), e);
    }
  }

  private static DetectorEntry<SradDetector> srad() {
    return new DetectorEntry<>(
        SradDetector.KIND,
        "an autoencoder that repairs anomalies, and a U-Net that sees the difference (paper, 3.1)",
        List.copyOf(SradPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          SradOptions preset = SradPresets.named(settings.preset());
          SradOptions.Builder builder = preset.toBuilder().seed(settings.seed());
          settings
              .maxEpochs()
              .ifPresent(
                  epochs ->
                      builder
                          .fit(preset.fit().withMaxEpochs(epochs))
                          .fineTune(preset.fineTune().withMaxEpochs(epochs)));
          SradOptions options = settings.changed(builder.build().toJson(), SradOptions::fromJson);
          SradTrainer trainer = new SradTrainer(options);
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              options.toJson(),
              Optional.of(trainer::cost),
              Optional.empty());
        },
        SradDetector::load);
  }

  private static DetectorEntry<LpdDetector> lpd() {
    return new DetectorEntry<>(
        LpdDetector.KIND,
        "a classifier of images with a piece of themselves out of place, and where (paper, 3.3)",
        List.copyOf(LpdPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          LpdOptions preset = LpdPresets.named(settings.preset());
          LpdOptions.Builder builder = preset.toBuilder().seed(settings.seed());
          settings
              .maxEpochs()
              .ifPresent(
                  epochs ->
                      builder
                          .fit(preset.fit().withMaxEpochs(epochs))
                          .fineTune(preset.fineTune().withMaxEpochs(epochs)));
          LpdOptions options = settings.changed(builder.build().toJson(), LpdOptions::fromJson);
          LpdTrainer trainer = new LpdTrainer(options);
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              options.toJson(),
              Optional.of(trainer::cost),
              Optional.empty());
        },
        LpdDetector::load);
  }

  private static DetectorEntry<DsrDetector> dsr() {
    return new DetectorEntry<>(
        DsrDetector.KIND,
        "a published baseline: restores the codes of a discrete latent space (ECCV 2022)",
        List.copyOf(DsrPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          DsrOptions.Builder builder =
              DsrPresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          DsrOptions options = settings.changed(builder.build().toJson(), DsrOptions::fromJson);
          DsrTrainer trainer = new DsrTrainer(options);
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              options.toJson(),
              Optional.of(trainer::cost),
              Optional.empty());
        },
        DsrDetector::load);
  }

  private static void requireNothingToFuse(TrainingSettings settings) {
    if (settings.fuse().isPresent()) {
      throw new IllegalArgumentException("only sfad can fuse another detector's features");
    }
  }

  /** The library comes with the weights of the default preset's backbone only. */
  private static Optional<String> missingWeights(String preset, SfadOptions options) {
    String backbone = options.features().backbone();
    return backbone.equals(SfadPresets.LITE.features().backbone())
        ? Optional.empty()
        : Optional.of(
            "preset %s needs weights of %s, which madenet does not come with: choose --preset lite, or train from Java with SfadTrainer and BackboneWeights.file"
                .formatted(preset, backbone));
  }
}
