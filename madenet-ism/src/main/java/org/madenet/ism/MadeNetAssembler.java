package org.madenet.ism;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.LabelledImages;
import org.madenet.core.ProgressListener.Progress;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backend.BackendInfo;
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

  private final MadeNetOptions options;
  private final Optional<BackboneWeights> classifierWeights;

  /**
   * An assembler whose classifier starts as the options say.
   *
   * @param options what decides the result
   */
  public MadeNetAssembler(MadeNetOptions options) {
    this(
        options,
        options.classifier().embeddedWeights()
            ? Optional.of(BackboneWeights.embedded())
            : Optional.empty());
  }

  /**
   * An assembler.
   *
   * @param options what decides the result
   * @param classifierWeights initial weights of the classifier's backbone, in place of what the
   *     options say; empty to learn from scratch
   */
  public MadeNetAssembler(MadeNetOptions options, Optional<BackboneWeights> classifierWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.classifierWeights = Objects.requireNonNull(classifierWeights, "classifierWeights");
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
   * Assembles.
   *
   * @param samples the training part of the dataset
   * @param stage the stage that the submodels have reached: {@code fit} or {@code fine-tune}. After
   *     {@code fit} nothing of real anomalies may be known, so that the choice is made by synthetic
   *     ones
   * @param trained the submodels, at least one; others are left out of the choice
   * @param run where the classifier's checkpoints go and who is told of progress
   * @param target the file; replaced if it exists
   * @throws IOException if a detector cannot be read or the file cannot be written
   * @throws IllegalArgumentException if a submodel lacks a category, or a category has fewer than
   *     two normal images
   */
  public void assemble(
      List<Sample> samples, String stage, List<Trained> trained, TrainingRun run, Path target)
      throws IOException {
    List<String> categories = samples.stream().map(Sample::category).distinct().sorted().toList();
    requireComplete(categories, trained);
    ValidationSplit split = ValidationSplit.of(samples, options.seed());
    Map<String, Path> parts = new LinkedHashMap<>();
    ClassifierReport report = null;
    Path classifierFile = Files.createTempFile("madenet", ".classifier");
    try {
      if (categories.size() > 1) {
        ClassifierTrainer trainer =
            new ClassifierTrainer(options.classifier(), classifierWeights, options.seed());
        try (CategoryClassifier classifier =
            trainer.train(split.train(), split.validation(), run)) {
          report = ClassifierReport.of(classifier, split.validation(), options.confidence());
          classifier.save(classifierFile);
        }
        parts.put(MadeNetFile.CLASSIFIER, classifierFile);
      }
      boolean supervised = stage.equals("fine-tune");
      Measured measured = measure(categories, split.validation(), supervised, trained, run);
      PerformanceMap map =
          PerformanceMap.of(
              options.alpha(), options.priorImages(), measured.performances, measured.origins);
      MadeNetContent content =
          new MadeNetContent(
              MadeNetContent.FORMAT,
              provenance(samples, measured, report),
              options,
              options.paperChoices() ? map.withPaperChoices() : map,
              report,
              measured.calibrations,
              entries(categories, trained, parts));
      MadeNetFile.write(target, content, parts);
    } finally {
      Files.deleteIfExists(classifierFile);
    }
  }

  private static void requireComplete(List<String> categories, List<Trained> trained) {
    if (trained.isEmpty()) {
      throw new IllegalArgumentException("a MADE-Net needs at least one submodel");
    }
    for (Trained each : trained) {
      List<String> missing = categories.stream().filter(c -> !each.files().containsKey(c)).toList();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no detector for %s".formatted(each.submodel(), String.join(", ", missing)));
      }
    }
  }

  /** What is found out about the submodels. */
  private static final class Measured {
    private final SortedMap<String, Map<Submodel, Performance>> performances = new TreeMap<>();
    private final SortedMap<String, PerformanceMap.Origin> origins = new TreeMap<>();
    private final SortedMap<String, Map<Submodel, SubmodelCalibration>> calibrations =
        new TreeMap<>();
    private Provenance example;
  }

  private Measured measure(
      List<String> categories,
      List<Sample> validation,
      boolean supervised,
      List<Trained> trained,
      TrainingRun run)
      throws IOException {
    Measured measured = new Measured();
    Map<String, LabelledImages> images = new LinkedHashMap<>();
    for (String category : categories) {
      List<Sample> own = validation.stream().filter(s -> s.category().equals(category)).toList();
      boolean real = supervised && own.stream().anyMatch(Sample::anomalous);
      images.put(category, images(category, own, real));
      measured.origins.put(
          category, real ? PerformanceMap.Origin.VALIDATION : PerformanceMap.Origin.SYNTHETIC);
      measured.performances.put(category, new EnumMap<>(Submodel.class));
      measured.calibrations.put(category, new EnumMap<>(Submodel.class));
    }
    long start = System.nanoTime();
    int total = trained.size() * categories.size();
    int done = 0;
    for (Trained each : trained) {
      Path last = null;
      AnomalyDetector detector = null;
      try {
        for (String category : categories) {
          Path file = each.files().get(category);
          if (!file.equals(last)) {
            if (detector != null) {
              detector.close();
            }
            detector = each.submodel().load(file);
            last = file;
          }
          SubmodelValidation found = SubmodelValidation.of(detector, images.get(category));
          measured.performances.get(category).put(each.submodel(), found.performance());
          measured.calibrations.get(category).put(each.submodel(), found.calibration());
          measured.example = detector.provenance();
          done++;
          Duration left = Duration.ofNanos((System.nanoTime() - start) / done * (total - done));
          run.listener()
              .progress(
                  new Progress("measuring submodels", done, total, Optional.of(left), Map.of()));
        }
      } finally {
        if (detector != null) {
          detector.close();
        }
      }
    }
    return measured;
  }

  private LabelledImages images(String category, List<Sample> validation, boolean real) {
    List<Sample> normal = validation.stream().filter(s -> !s.anomalous()).toList();
    if (normal.isEmpty()) {
      throw new IllegalArgumentException(
          "category '%s' needs 2 normal training images or more, one of them for validation"
              .formatted(category));
    }
    return real
        ? SampleImages.labelled(validation, options.inputSize())
        : new SyntheticDefects(SampleImages.normal(normal, options.inputSize()), options.seed());
  }

  /** Entry names of all detectors; their files are added to the parts, each once. */
  private static SortedMap<String, Map<Submodel, String>> entries(
      List<String> categories, List<Trained> trained, Map<String, Path> parts) {
    SortedMap<String, Map<Submodel, String>> entries = new TreeMap<>();
    for (Trained each : trained) {
      Map<Path, String> names = new LinkedHashMap<>();
      for (String category : categories) {
        Path file = each.files().get(category);
        String name =
            names.computeIfAbsent(
                file, f -> "%s/%d.madenet".formatted(each.submodel().kind(), names.size()));
        parts.put(name, file);
        entries
            .computeIfAbsent(category, c -> new EnumMap<>(Submodel.class))
            .put(each.submodel(), name);
      }
    }
    return entries;
  }

  private Provenance provenance(List<Sample> samples, Measured measured, ClassifierReport report) {
    BackendInfo backend = BackendInfo.current();
    Map<String, Double> figures = new LinkedHashMap<>();
    if (report != null) {
      figures.put("classifier accuracy", report.accuracy());
      figures.put("classifier gated share", report.gated());
    }
    String fingerprint = SampleImages.labelled(samples, options.inputSize()).fingerprint();
    return new Provenance(
        MadeNetDetector.KIND,
        measured.example.stages(),
        options.seed(),
        backend.madenetVersion(),
        backend.summary(),
        Map.of("training part", fingerprint),
        figures);
  }
}
