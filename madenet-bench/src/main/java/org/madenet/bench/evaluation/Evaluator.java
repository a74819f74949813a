package org.madenet.bench.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.core.Reconstructing;
import org.madenet.core.metric.Evaluation;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.metric.PixelResult;
import org.madenet.core.metric.PixelScores;
import org.madenet.data.BatchIterator;
import org.madenet.data.BatchOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;

/** Streams the test part of a category through a detector. Anomaly maps are not kept. */
public final class Evaluator {

  private final int batchSize;
  private final ProgressListener listener;
  private final Optional<ImageSize> resolution;

  /**
   * An evaluator at each detector's own resolution.
   *
   * @param batchSize images per prediction, at least 1
   * @param listener told of progress
   */
  public Evaluator(int batchSize, ProgressListener listener) {
    this(batchSize, listener, Optional.empty());
  }

  private Evaluator(int batchSize, ProgressListener listener, Optional<ImageSize> resolution) {
    this.batchSize = batchSize;
    this.listener = listener;
    this.resolution = resolution;
  }

  /**
   * The same at one resolution for all detectors, so that their pixel metrics can be compared:
   * images are read in it, a detector of another size sees them resized, and its maps are resized
   * back.
   *
   * @param size of images, masks and maps
   * @return another evaluator
   */
  public Evaluator at(ImageSize size) {
    return new Evaluator(batchSize, listener, Optional.of(size));
  }

  /**
   * Evaluates.
   *
   * @param category name of the category
   * @param test its test samples
   * @param detector its detector
   * @return the metrics and every score
   * @throws org.madenet.core.metric.UndefinedMetricException if the samples are of one class only,
   *     or a score is NaN
   * @throws java.io.UncheckedIOException if an image cannot be read
   */
  public CategoryResult evaluate(String category, List<Sample> test, AnomalyDetector detector) {
    ImageSize size = resolution.orElse(detector.inputSize());
    LabelledImages images = SampleImages.labelled(test, size);
    ImageScores imageScores = new ImageScores();
    PixelScores pixelScores = new PixelScores();
    MapScale.Builder scale = new MapScale.Builder();
    DefectSizes sizes = new DefectSizes();
    List<ScoredSample> scored = new ArrayList<>();
    int masked = 0;
    long start = System.nanoTime();
    ProgressMeter meter = new ProgressMeter(listener, "evaluating " + category, test.size());
    try (BatchIterator<LabelledBatch> batches =
        BatchIterator.labelled(images, BatchOptions.inOrder(batchSize), 0)) {
      while (batches.hasNext()) {
        Stop.ifInterrupted();
        LabelledBatch batch = batches.next();
        List<Served> served = Served.of(detector, batch.inputs());
        for (int i = 0; i < served.size(); i++) {
          Sample sample = test.get(scored.size());
          Prediction prediction = served.get(i).prediction();
          imageScores.add(sample.id(), prediction.score(), sample.anomalous());
          if (!sample.anomalous()) {
            sizes.addNormal(prediction.score());
          } else if (batch.hasPixelTruth(i)) {
            sizes.addAnomalous(prediction.score(), batch.mask(i));
            masked++;
          }
          if (batch.hasPixelTruth(i)) {
            pixelScores.add(sample.id(), prediction.anomalyMap(), batch.mask(i));
          }
          scale.add(prediction.anomalyMap(), sample.anomalous());
          scored.add(new ScoredSample(sample, prediction.score(), served.get(i).route()));
        }
        meter.tell(scored.size());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int anomalous = (int) test.stream().filter(Sample::anomalous).count();
    Optional<PixelResult> pixel =
        masked > 0 ? Optional.of(pixelScores.compute()) : Optional.empty();
    return new CategoryResult(
        category,
        new Evaluation(imageScores.compute(), pixel),
        scored,
        defectTypeAuroc(scored),
        sizes.build(),
        anomalous - masked,
        detector.provenance(),
        size,
        scale.build(),
        detector instanceof Reconstructing reconstructing
            ? Optional.of(CopiedDefects.of(test, detector.inputSize(), reconstructing, batchSize))
            : Optional.empty(),
        seconds);
  }

  private static SortedMap<String, Double> defectTypeAuroc(List<ScoredSample> scored) {
    SortedMap<String, ImageScores> byType = new TreeMap<>();
    for (ScoredSample s : scored) {
      if (s.sample().anomalous()) {
        byType.computeIfAbsent(s.sample().defectType(), t -> new ImageScores());
      }
    }
    for (ScoredSample s : scored) {
      byType.forEach(
          (type, scores) -> {
            if (!s.sample().anomalous() || s.sample().defectType().equals(type)) {
              scores.add(s.sample().id(), s.score(), s.sample().anomalous());
            }
          });
    }
    SortedMap<String, Double> auroc = new TreeMap<>();
    byType.forEach((type, scores) -> auroc.put(type, scores.compute().auroc()));
    return auroc;
  }
}
