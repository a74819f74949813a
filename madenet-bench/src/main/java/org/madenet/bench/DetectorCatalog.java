package org.madenet.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.io.DetectorFile;
import org.madenet.core.io.PlainJson;
import org.madenet.core.io.TensorDigest;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.TextureSource;
import org.madenet.ism.MadeNetDetector;
import org.madenet.lpd.CutPasteDetector;
import org.madenet.lpd.CutPasteOptions;
import org.madenet.lpd.CutPastePresets;
import org.madenet.lpd.CutPasteTrainer;
import org.madenet.lpd.LpdDetector;
import org.madenet.lpd.LpdOptions;
import org.madenet.lpd.LpdPresets;
import org.madenet.lpd.LpdTrainer;
import org.madenet.sfad.FeatureOptions;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SfadOptions;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;
import org.madenet.sfad.SimpleNetPresets;
import org.madenet.sfad.SimpleNetTrainer;
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

  /** Copies the list and checks the names. */
  public DetectorCatalog {
    entries = List.copyOf(entries);
    Set<String> names = new HashSet<>(Set.of(MadeNetDetector.KIND));
    for (DetectorEntry<?> entry : entries) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException(
            "there is a detector '%s' already; give yours another name".formatted(entry.name()));
      }
    }
  }

  /**
   * What madenet comes with.
   *
   * @return the catalogue
   */
  public static DetectorCatalog standard() {
    return new DetectorCatalog(List.of(sfad(), srad(), lpd(), simplenet(), cutpaste(), dsr()));
  }

  /**
   * The same, with some detectors trained for each category by itself where experiments would train
   * one for all.
   *
   * @param names registered names
   * @return another catalogue
   * @throws IllegalArgumentException if there is no detector of a name; the message lists those
   *     there are
   */
  public DetectorCatalog perCategory(Collection<String> names) {
    names.forEach(this::entry);
    List<DetectorEntry<?>> changed = new ArrayList<>();
    for (DetectorEntry<?> entry : entries) {
      changed.add(names.contains(entry.name()) ? entry.perCategory() : entry);
    }
    return new DetectorCatalog(changed);
  }

  /**
   * The entry of a name.
   *
   * @param name a registered name
   * @return the entry
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public DetectorEntry<?> entry(String name) {
    if (name.equals(MadeNetDetector.KIND)) {
      throw new IllegalArgumentException(
          name + " is made of several detectors: madenet ensemble trains it");
    }
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
        "SFAD",
        "features of a pretrained backbone, told apart by a small discriminator (paper, 3.2)",
        true,
        List.copyOf(SfadPresets.names()),
        settings -> {
          requireNoTextures(settings);
          SfadOptions.Builder builder =
              SfadPresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          SfadOptions options = settings.changed(builder.build().toJson(), SfadOptions::fromJson);
          Optional<WeightsFile> given = weights(settings, options);
          Optional<String> obstacle =
              given.isPresent() ? Optional.empty() : missingWeights(settings.preset(), options);
          if (settings.fuse().isPresent() && obstacle.isEmpty()) {
            return fused(options, given, settings.fuse().get());
          }
          SfadTrainer trainer = new SfadTrainer(options, orEmbedded(given));
          return new DetectorEntry.Setup<>(
              trainer, options.inputSize(), chosen(options, given).toString(), obstacle);
        },
        SfadDetector::load);
  }

  /** SFAD with the features of a backbone that LPD trained beside its own. */
  private static DetectorEntry.Setup<SfadDetector> fused(
      SfadOptions alone, Optional<WeightsFile> given, Path file) {
    try (LpdDetector lpd = LpdDetector.load(file)) {
      FeatureOptions further = alone.features().on(lpd.options().backbone());
      SfadOptions options = alone.toBuilder().fused(List.of(further)).build();
      SfadTrainer trainer =
          new SfadTrainer(options, List.of(orEmbedded(given), lpd.backboneWeights()));
      ObjectNode chosen = chosen(options, given);
      chosen.put("fusedWeights", TensorDigest.of(DetectorFile.read(file).tensors()));
      return new DetectorEntry.Setup<>(
          trainer, options.inputSize(), chosen.toString(), Optional.empty());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot fuse: " + e.getMessage(), e);
    }
  }

  private static Optional<WeightsFile> weights(TrainingSettings settings, SfadOptions options) {
    Backbone backbone = Backbones.named(options.features().backbone());
    return settings
        .backboneWeights()
        .map(file -> WeightsFile.read(file, backbone, options.features().taps()));
  }

  private static BackboneWeights orEmbedded(Optional<WeightsFile> given) {
    return given.map(WeightsFile::weights).orElse(BackboneWeights.embedded());
  }

  /** The options, and which weights there were, so that a run does not go on with others. */
  private static ObjectNode chosen(Record options, Optional<WeightsFile> given) {
    ObjectNode chosen = (ObjectNode) PlainJson.toTree(options);
    given.ifPresent(weights -> chosen.put("backboneWeights", weights.digest()));
    return chosen;
  }

  private static DetectorEntry<SradDetector> srad() {
    return new DetectorEntry<>(
        SradDetector.KIND,
        "SRAD",
        "an autoencoder that repairs anomalies, and a U-Net that sees the difference (paper, 3.1)",
        true,
        List.copyOf(SradPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          SradOptions.Builder builder =
              SradPresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          SradOptions options = settings.changed(builder.build().toJson(), SradOptions::fromJson);
          Optional<WeightsFile> given =
              settings
                  .backboneWeights()
                  .map(
                      file ->
                          WeightsFile.read(
                              file, options.encoder().backbone(), options.encoder().taps()));
          SradTrainer trainer =
              given
                  .map(weights -> new SradTrainer(options, textures(settings), weights.weights()))
                  .orElseGet(() -> new SradTrainer(options, textures(settings)));
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              withTextures(chosen(options, given), settings).toString(),
              Optional.empty());
        },
        SradDetector::load);
  }

  private static DetectorEntry<LpdDetector> lpd() {
    return new DetectorEntry<>(
        LpdDetector.KIND,
        "LPD",
        "a classifier of images with a piece of themselves out of place, and where (paper, 3.3)",
        true,
        List.copyOf(LpdPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          requireNoTextures(settings);
          LpdOptions.Builder builder =
              LpdPresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          LpdOptions options = settings.changed(builder.build().toJson(), LpdOptions::fromJson);
          Optional<WeightsFile> given =
              settings
                  .backboneWeights()
                  .map(file -> WeightsFile.read(file, Backbones.named(options.backbone())));
          LpdTrainer trainer =
              given
                  .map(weights -> new LpdTrainer(options, weights.weights()))
                  .orElseGet(() -> new LpdTrainer(options));
          return new DetectorEntry.Setup<>(
              trainer, options.inputSize(), chosen(options, given).toString(), Optional.empty());
        },
        LpdDetector::load);
  }

  private static DetectorEntry<SfadDetector> simplenet() {
    return new DetectorEntry<>(
        SimpleNetTrainer.KIND,
        "SimpleNet",
        "SimpleNet (Liu and others, 2023), a baseline: sfad's features and discriminator without"
            + " stage two",
        false,
        List.copyOf(SimpleNetPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          requireNoTextures(settings);
          SfadOptions preset = SimpleNetPresets.named(settings.preset());
          SfadOptions.Builder builder = preset.toBuilder().seed(settings.seed());
          // Stage one alone: records keep the preset's stage two, which SimpleNet never trains.
          settings.maxEpochs().ifPresent(epochs -> builder.fit(preset.fit().withMaxEpochs(epochs)));
          SfadOptions options = settings.changed(builder.build().toJson(), SfadOptions::fromJson);
          Optional<WeightsFile> given = weights(settings, options);
          SimpleNetTrainer trainer = new SimpleNetTrainer(options, orEmbedded(given));
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              chosen(options, given).toString(),
              given.isPresent() ? Optional.empty() : missingWeights(settings.preset(), options));
        },
        SimpleNetTrainer::load);
  }

  private static DetectorEntry<CutPasteDetector> cutpaste() {
    return new DetectorEntry<>(
        CutPasteDetector.KIND,
        "CutPaste",
        "CutPaste (Li and others, 2021), a baseline: a classifier of pasted pieces, and the density"
            + " of what it sees in normal images",
        true,
        List.copyOf(CutPastePresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          requireNoTextures(settings);
          CutPasteOptions.Builder builder =
              CutPastePresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          CutPasteOptions options =
              settings.changed(builder.build().toJson(), CutPasteOptions::fromJson);
          Optional<WeightsFile> given =
              settings
                  .backboneWeights()
                  .map(file -> WeightsFile.read(file, Backbones.named(options.backbone())));
          CutPasteTrainer trainer =
              given
                  .map(weights -> new CutPasteTrainer(options, weights.weights()))
                  .orElseGet(() -> new CutPasteTrainer(options));
          return new DetectorEntry.Setup<>(
              trainer, options.inputSize(), chosen(options, given).toString(), Optional.empty());
        },
        CutPasteDetector::load);
  }

  private static DetectorEntry<DsrDetector> dsr() {
    return new DetectorEntry<>(
        DsrDetector.KIND,
        "DSR",
        "a published baseline: restores the codes of a discrete latent space (ECCV 2022)",
        true,
        List.copyOf(DsrPresets.names()),
        settings -> {
          requireNothingToFuse(settings);
          if (settings.backboneWeights().isPresent()) {
            throw new IllegalArgumentException(
                "dsr has no backbone; weights of its latent model are named from Java, with"
                    + " DsrTrainer and LatentWeights");
          }
          DsrOptions.Builder builder =
              DsrPresets.named(settings.preset()).toBuilder().seed(settings.seed());
          settings.maxEpochs().ifPresent(builder::maxEpochs);
          DsrOptions options = settings.changed(builder.build().toJson(), DsrOptions::fromJson);
          DsrTrainer trainer = new DsrTrainer(options, textures(settings));
          return new DetectorEntry.Setup<>(
              trainer,
              options.inputSize(),
              withTextures(chosen(options, Optional.empty()), settings).toString(),
              Optional.empty());
        },
        DsrDetector::load);
  }

  private static void requireNothingToFuse(TrainingSettings settings) {
    if (settings.fuse().isPresent()) {
      throw new IllegalArgumentException("only sfad can fuse another detector's features");
    }
  }

  private static void requireNoTextures(TrainingSettings settings) {
    if (settings.textures().isPresent()) {
      throw new IllegalArgumentException(
          "only srad and dsr make anomalies of foreign textures; leave --textures out");
    }
  }

  private static TextureSource textures(TrainingSettings settings) {
    return settings.textures().orElseGet(ProceduralTextures::new);
  }

  /** Which textures were named, for the same reason. */
  private static ObjectNode withTextures(ObjectNode chosen, TrainingSettings settings) {
    settings.textures().ifPresent(textures -> chosen.put("textures", textures.fingerprint()));
    return chosen;
  }

  private static Optional<String> missingWeights(String preset, SfadOptions options) {
    Backbone backbone = Backbones.named(options.features().backbone());
    return BackboneWeights.hasEmbedded(backbone)
        ? Optional.empty()
        : Optional.of(
            "preset %s needs weights of %s, which madenet does not come with: name a safetensors file of them with --backbone-weights, or choose --preset lite"
                .formatted(preset, backbone));
  }
}
