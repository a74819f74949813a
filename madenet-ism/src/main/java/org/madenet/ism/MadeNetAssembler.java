package org.madenet.ism;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.Provenance;
import org.madenet.core.Stage;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.io.DetectorFile;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.ValidationSplit;

/**
 * Makes a MADE-Net of trained submodels: trains the pre-classifier, measures every submodel on the
 * validation part of every category, chooses, calibrates, and puts everything into one file.
 * Immutable.
 *
 * <p>The validation part is {@link ValidationSplit}'s with the options' seed; submodels that were
 * trained with the same seed by {@code madenet train} have not seen it.
 */
public final class MadeNetAssembler {

  private static final int LEAST_NORMAL = 2;

  private final MadeNetOptions options;
  private final Optional<BackboneWeights> classifierWeights;

  /**
   * An assembler whose classifier starts as the options say.
   *
   * @param options what decides the result
   */
  public MadeNetAssembler(MadeNetOptions options) {
    this(options, Optional.empty());
  }

  /**
   * An assembler.
   *
   * @param options what decides the result
   * @param classifierWeights initial weights of the classifier's backbone, in place of what the
   *     options say
   */
  public MadeNetAssembler(MadeNetOptions options, BackboneWeights classifierWeights) {
    this(options, Optional.of(classifierWeights));
  }

  private MadeNetAssembler(MadeNetOptions options, Optional<BackboneWeights> classifierWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.classifierWeights = classifierWeights;
  }

  /**
   * The trained detectors of one submodel.
   *
   * @param submodel which
   * @param files the detector's file of each category; a joint detector's is named for all
   */
  public record Trained(Submodel submodel, Map<String, Path> files) {

    /** Copies the map. */
    public Trained {
      Objects.requireNonNull(submodel, "submodel");
      files = Map.copyOf(files);
    }
  }

  /**
   * Checks that training samples are enough for a MADE-Net. {@link #assemble} does so itself; this
   * is for refusing them before the submodels are trained.
   *
   * @param samples the training part of the dataset
   * @throws IllegalArgumentException if there is none, or a category has fewer than two normal
   *     images: one to learn from and one for validation; the message names the category
   */
  public static void requireEnough(List<Sample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a MADE-Net needs training images, but there are none");
    }
    SortedMap<String, Integer> normal = new TreeMap<>();
    samples.forEach(s -> normal.merge(s.category(), s.anomalous() ? 0 : 1, Integer::sum));
    normal.forEach(
        (category, count) -> {
          if (count < LEAST_NORMAL) {
            throw new IllegalArgumentException(
                "category '%s' needs %d normal training images or more, one of them for validation, but has %d; add some, or leave the category out"
                    .formatted(category, LEAST_NORMAL, count));
          }
        });
  }

  /**
   * Assembles. Everything that can be wrong with the samples and the submodels is looked for before
   * the classifier is trained.
   *
   * @param samples the training part of the dataset
   * @param stage what the submodels have come to. After {@link Stage#FIT} nothing of real anomalies
   *     may be known: the classifier sees normal images only, and the choice is made by synthetic
   *     anomalies
   * @param trained the submodels, at least one; others are left out of the choice
   * @param run where the classifier's checkpoints go, those of each stage into a folder of its
   *     name, and who is told of progress
   * @param target the file; replaced if it exists
   * @throws IOException if a detector cannot be read or the file cannot be written
   * @throws IllegalArgumentException if {@link #requireEnough} refuses the samples, if a submodel
   *     is there twice or lacks a category, or if a detector has not seen just that stage, or was
   *     trained with another seed than the options'
   */
  public void assemble(
      List<Sample> samples, Stage stage, List<Trained> trained, TrainingRun run, Path target)
      throws IOException {
    requireEnough(samples);
    List<String> categories = samples.stream().map(Sample::category).distinct().sorted().toList();
    requireComplete(categories, trained);
    for (Trained each : trained) {
      Set<Path> files = new LinkedHashSet<>();
      categories.forEach(category -> files.add(each.files().get(category)));
      for (Path file : files) {
        requireReady(each.submodel(), file, stage);
      }
    }
    boolean supervised = stage == Stage.FINE_TUNE;
    List<Sample> known = supervised ? samples : normal(samples);
    ValidationSplit split = ValidationSplit.of(known, options.seed());
    SortedMap<String, Map<Submodel, String>> entries = entries(categories, trained);
    Path classifierFile = Files.createTempFile("madenet", ".classifier");
    try {
      Map<String, Path> parts = new LinkedHashMap<>();
      Optional<ClassifierReport> report = Optional.empty();
      if (categories.size() > 1) {
        // The two stages' classifiers know different images, so each has its own checkpoint.
        TrainingRun own =
            new TrainingRun(
                run.checkpointFolder().map(f -> f.resolve(stage.toString())), run.listener());
        report = Optional.of(trainClassifier(split, own, classifierFile));
        parts.put(MadeNetFile.CLASSIFIER, classifierFile);
      }
      parts.putAll(parts(entries, trained));
      SubmodelMeasurement measured =
          SubmodelMeasurement.of(
              ValidationPart.byCategory(split.validation(), supervised, options),
              trained,
              run.listener());
      PerformanceMap map = measured.performanceMap(options.alpha(), options.priorImages());
      MadeNetContent content =
          MadeNetContent.of(
              provenance(known, stage, report),
              options,
              options.paperChoices() ? map.withPaperChoices() : map,
              report,
              measured.calibrations(entries),
              entries);
      MadeNetFile.write(target, content, parts);
    } finally {
      Files.deleteIfExists(classifierFile);
    }
  }

  private static List<Sample> normal(List<Sample> samples) {
    return samples.stream().filter(s -> !s.anomalous()).toList();
  }

  private static void requireComplete(List<String> categories, List<Trained> trained) {
    if (trained.isEmpty()) {
      throw new IllegalArgumentException("a MADE-Net needs at least one submodel");
    }
    Set<Submodel> seen = EnumSet.noneOf(Submodel.class);
    for (Trained each : trained) {
      if (!seen.add(each.submodel())) {
        throw new IllegalArgumentException(
            each.submodel() + " is there twice; give all its detectors as one");
      }
      List<String> missing = categories.stream().filter(c -> !each.files().containsKey(c)).toList();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no detector for %s".formatted(each.submodel(), String.join(", ", missing)));
      }
    }
  }

  private void requireReady(Submodel submodel, Path file, Stage stage) throws IOException {
    Provenance provenance = DetectorFile.readHeader(file).requireKind(submodel.kind()).provenance();
    if (!provenance.stages().equals(stage.history())) {
      throw new IllegalArgumentException(
          "%s has seen %s, but this is a MADE-Net after %s; give %s's detectors of that stage"
              .formatted(
                  file,
                  String.join(", then ", provenance.stages()),
                  String.join(", then ", stage.history()),
                  submodel));
    }
    if (provenance.seed() != options.seed()) {
      throw new IllegalArgumentException(
          "%s was trained with seed %d, but MADE-Net has %d and holds out other images; use one seed for all"
              .formatted(file, provenance.seed(), options.seed()));
    }
  }

  private ClassifierReport trainClassifier(ValidationSplit split, TrainingRun run, Path target)
      throws IOException {
    ClassifierTrainer trainer =
        classifierWeights
            .map(weights -> new ClassifierTrainer(options.classifier(), weights, options.seed()))
            .orElseGet(() -> new ClassifierTrainer(options.classifier(), options.seed()));
    try (CategoryClassifier classifier = trainer.train(split.train(), split.validation(), run)) {
      classifier.save(target);
      return ClassifierReport.of(classifier, split.validation(), options.confidence());
    }
  }

  /** Entry names of all detectors; a detector of several categories has one. */
  private static SortedMap<String, Map<Submodel, String>> entries(
      List<String> categories, List<Trained> trained) {
    SortedMap<String, Map<Submodel, String>> entries = new TreeMap<>();
    categories.forEach(category -> entries.put(category, new EnumMap<>(Submodel.class)));
    for (Trained each : trained) {
      Map<Path, String> names = new HashMap<>();
      for (String category : categories) {
        String name =
            names.computeIfAbsent(
                each.files().get(category),
                f -> "%s/%d.madenet".formatted(each.submodel().kind(), names.size()));
        entries.get(category).put(each.submodel(), name);
      }
    }
    return entries;
  }

  /** Files of all detectors by their entries, in the order in which they are written. */
  private static Map<String, Path> parts(
      SortedMap<String, Map<Submodel, String>> entries, List<Trained> trained) {
    Map<String, Path> parts = new LinkedHashMap<>();
    for (Trained each : trained) {
      entries.forEach(
          (category, row) -> parts.put(row.get(each.submodel()), each.files().get(category)));
    }
    return parts;
  }

  private Provenance provenance(
      List<Sample> samples, Stage stage, Optional<ClassifierReport> report) {
    BackendInfo backend = BackendInfo.current();
    Map<String, Double> figures = new LinkedHashMap<>();
    report.ifPresent(
        classifier -> {
          figures.put("classifier accuracy", classifier.accuracy());
          figures.put("classifier gated share", classifier.gated());
        });
    String fingerprint = SampleImages.labelled(samples, options.inputSize()).fingerprint();
    return new Provenance(
        MadeNetDetector.KIND,
        stage.history(),
        options.seed(),
        backend.madenetVersion(),
        backend.summary(),
        Map.of("training part", fingerprint),
        figures);
  }
}
