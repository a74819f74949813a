package org.madenet.bench.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.experiment.Experiment;
import org.madenet.bench.experiment.ExperimentPlan;
import org.madenet.bench.experiment.ExperimentRecord;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.core.ImageSize;
import org.madenet.core.ProgressListener;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.Fingerprint;
import org.madenet.data.ReadOptions;

/** Runs {@link AnomalyExperiment}s and gives their results to tests. */
public final class ExperimentExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace RESULTS =
      ExtensionContext.Namespace.create(ExperimentExtension.class);

  /** Digits of a digest in the name of a folder. */
  private static final int NAME_DIGITS = 16;

  /** Made by JUnit. */
  public ExperimentExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ExperimentResult.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    AnomalyExperiment wanted =
        annotation(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "an ExperimentResult needs @AnomalyExperiment on the test or its class"));
    // In the root's store, so that all classes of a run share it.
    return context
        .getRoot()
        .getStore(RESULTS)
        .getOrComputeIfAbsent(wanted.toString(), key -> run(wanted), ExperimentResult.class);
  }

  private static Optional<AnomalyExperiment> annotation(ExtensionContext context) {
    Optional<AnomalyExperiment> ofMethod =
        AnnotationSupport.findAnnotation(context.getTestMethod(), AnomalyExperiment.class);
    return ofMethod.isPresent()
        ? ofMethod
        : AnnotationSupport.findAnnotation(context.getTestClass(), AnomalyExperiment.class);
  }

  private static ExperimentResult run(AnomalyExperiment wanted) {
    DetectorCatalog detectors = DetectorCatalog.standard();
    ExperimentPlan plan =
        new ExperimentPlan(
            wanted.preset(),
            Arrays.stream(wanted.seeds()).boxed().toList(),
            List.of(wanted.method()),
            ImageSize.square(wanted.resolution()),
            wanted.maxEpochs() == 0 ? null : wanted.maxEpochs(),
            List.of(wanted.perCategory()));
    try {
      AnomalyDataset dataset = dataset(wanted);
      ExperimentRecord record = ExperimentRecord.of(plan, dataset, "JUnit");
      Path folder = Path.of(wanted.cache(), wanted.method() + "-" + name(record));
      ExperimentResults results =
          new Experiment(detectors, plan, folder, ProgressListener.NONE, System.out::println)
              .run(dataset, "JUnit");
      Method method = Method.named(detectors, plan.methods()).get(0);
      return new ExperimentResult(
          method, results, ExperimentRecord.read(folder.resolve(Experiment.RECORD)), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static AnomalyDataset dataset(AnomalyExperiment wanted) throws IOException {
    Path folder = Path.of(wanted.dataset());
    AnomalyDataset all =
        wanted.layout().isEmpty()
            ? Datasets.open(folder, ReadOptions.DEFAULT)
            : Datasets.open(folder, wanted.layout(), ReadOptions.DEFAULT);
    List<String> categories = List.of(wanted.categories());
    categories.forEach(all::category);
    return categories.isEmpty() ? all : all.filter(s -> categories.contains(s.category()));
  }

  /** A name for everything that decides the figures. */
  private static String name(ExperimentRecord record) throws IOException {
    String content =
        String.join(
            "\n",
            record.plan().toString(),
            record.categories().toString(),
            record.trainingFingerprint(),
            record.testFingerprint(),
            record.environment().toString(),
            CodeFingerprint.ofLibrary());
    return Fingerprint.ofText(content).substring(0, NAME_DIGITS);
  }
}
