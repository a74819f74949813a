package org.madenet.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.bench.evaluation.ScoredSample;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.Reconstructing;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;

/**
 * Which images a report shows, and their pictures. Anomalous images by score: the best are those
 * found most clearly, the worst those missed; and the normal images with the highest scores, the
 * false alarms.
 */
public final class Examples {

  /** Images of the whole report, at most; each takes about 60 kB. */
  static final int MOST = 60;

  private static final int MOST_PER_GROUP = 3;
  private static final int GROUPS = 4;

  private Examples() {}

  /**
   * An image of the report.
   *
   * @param group why it is shown
   * @param scored the sample and its score
   * @param inputUri the image, a data URI as the others
   * @param maskUri its ground truth
   * @param heatMapUri its anomaly map
   * @param overlayUri both
   * @param reconstructionUri the image as the detector would have it; empty if it makes none
   */
  public record Example(
      String group,
      ScoredSample scored,
      String inputUri,
      String maskUri,
      String heatMapUri,
      String overlayUri,
      Optional<String> reconstructionUri) {}

  /**
   * Chooses images and draws them.
   *
   * @param result the category's result
   * @param detector its detector; the chosen images are predicted again
   * @param scale the colour scale
   * @param categories number of categories of the report, which share the room
   * @return in the order of the page
   */
  public static List<Example> of(
      CategoryResult result, AnomalyDetector detector, MapScale scale, int categories) {
    int perGroup = Math.max(1, Math.min(MOST_PER_GROUP, MOST / (GROUPS * categories)));
    List<Example> examples = new ArrayList<>();
    choose(result.scores(), perGroup)
        .forEach(
            (group, members) ->
                members.forEach(s -> examples.add(example(group, s, detector, scale))));
    return examples;
  }

  static Map<String, List<ScoredSample>> choose(List<ScoredSample> scores, int perGroup) {
    Comparator<ScoredSample> highestFirst =
        Comparator.comparingDouble(ScoredSample::score)
            .reversed()
            .thenComparing(s -> s.sample().id());
    List<ScoredSample> anomalous =
        scores.stream().filter(s -> s.sample().anomalous()).sorted(highestFirst).toList();
    List<ScoredSample> normal =
        scores.stream().filter(s -> !s.sample().anomalous()).sorted(highestFirst).toList();
    int n = anomalous.size();
    int best = Math.min(perGroup, n);
    int worst = Math.min(perGroup, n - best);
    int middle = Math.min(perGroup, n - best - worst);
    int from = Math.max(best, Math.min(n - worst - middle, (n - middle) / 2));
    Map<String, List<ScoredSample>> groups = new LinkedHashMap<>();
    groups.put("Best: anomalies found most clearly", anomalous.subList(0, best));
    groups.put("Median anomalies", anomalous.subList(from, from + middle));
    groups.put("Worst: anomalies with the lowest scores", anomalous.subList(n - worst, n));
    groups.put(
        "Normal images with the highest scores",
        normal.subList(0, Math.min(perGroup, normal.size())));
    groups.values().removeIf(List::isEmpty);
    return groups;
  }

  private static Example example(
      String group, ScoredSample scored, AnomalyDetector detector, MapScale scale) {
    Sample sample = scored.sample();
    LabelledImages one = SampleImages.labelled(List.of(sample), detector.inputSize());
    LabelledBatch batch = one.labelled(0);
    Prediction prediction = detector.predict(batch.inputs()).get(0);
    Panels panels =
        Panels.of(
            batch.inputs().images().dup('c').data().asFloat(),
            batch.masks().dup('c').data().asFloat(),
            prediction.anomalyMap(),
            scale);
    return new Example(
        group,
        scored,
        Picture.jpeg(panels.input()),
        Picture.png(panels.mask()),
        Picture.jpeg(panels.heatMap()),
        Picture.jpeg(panels.overlay()),
        reconstruction(detector, batch.inputs()));
  }

  private static Optional<String> reconstruction(AnomalyDetector detector, ImageBatch input) {
    if (!(detector instanceof Reconstructing reconstructing)) {
      return Optional.empty();
    }
    float[] rgb = reconstructing.reconstruct(input).images().dup('c').data().asFloat();
    return Optional.of(Picture.jpeg(Panels.input(rgb, input.imageSize())));
  }
}
