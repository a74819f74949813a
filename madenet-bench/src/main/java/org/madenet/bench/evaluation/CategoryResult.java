package org.madenet.bench.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.ImageSize;
import org.madenet.core.Provenance;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.Evaluation;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.metric.OperatingPoint;

/**
 * What a detector achieved on the test part of one category.
 *
 * @param category the category
 * @param evaluation the metrics
 * @param scores every test sample with its score, in the order of the dataset
 * @param defectTypeAuroc image AUROC of each defect type against all normal images
 * @param defectSizes image AUROC by the size of the defect, from small to large
 * @param withoutMask anomalous images whose mask is missing, or marks no pixel at the input size;
 *     pixel metrics leave them out
 * @param detector where the detector comes from
 * @param inputSize resolution of the maps and of the pixel metrics
 * @param scale from which anomaly score to which a colour map should go
 * @param copied how often the reconstruction copies a defect; empty if the detector makes none
 * @param secondsPredicting wall time of the predictions, loading of images included
 */
public record CategoryResult(
    String category,
    Evaluation evaluation,
    List<ScoredSample> scores,
    SortedMap<String, Double> defectTypeAuroc,
    List<DefectSizes.Size> defectSizes,
    int withoutMask,
    Provenance detector,
    ImageSize inputSize,
    MapScale scale,
    Optional<CopiedDefects> copied,
    double secondsPredicting) {

  /** Copies the collections. */
  public CategoryResult {
    scores = List.copyOf(scores);
    defectSizes = List.copyOf(defectSizes);
    defectTypeAuroc = Collections.unmodifiableSortedMap(new TreeMap<>(defectTypeAuroc));
  }

  /**
   * The cheapest threshold on these images.
   *
   * @param costs of misses and false alarms
   * @return the threshold and what it does
   */
  public OperatingPoint cheapest(Costs costs) {
    ImageScores all = new ImageScores();
    scores.forEach(s -> all.add(s.sample().id(), s.score(), s.sample().anomalous()));
    return all.cheapest(costs);
  }

  /**
   * Number of test samples of a defect type.
   *
   * @param defectType the type
   * @return the count
   */
  public long count(String defectType) {
    return scores.stream().filter(s -> s.sample().defectType().equals(defectType)).count();
  }
}
