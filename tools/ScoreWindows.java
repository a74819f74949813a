import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.madenet.bench.DetectorCatalog;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.image.MeanFilter;
import org.madenet.core.metric.ImageScores;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.BatchIterator;
import org.madenet.data.BatchOptions;
import org.madenet.data.Datasets;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;

/**
 * Image AUROC of one detector's anomaly maps by the side of the mean filter before the maximum: what
 * {@code scoreWindow} should be. For development sets, not for test parts. With JDK 17 and the built
 * library:
 *
 * <pre>
 * java -cp "madenet-bench/target/madenet.jar:madenet-bench/target/lib/*" tools/ScoreWindows.java DATA LAYOUT DETECTOR
 * </pre>
 */
public final class ScoreWindows {

  private static final int[] WINDOWS = {1, 3, 5, 7, 9, 11, 15, 21};
  private static final String ALL = "all";

  private ScoreWindows() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("ScoreWindows needs DATA, LAYOUT and DETECTOR");
      System.exit(2);
    }
    AnomalyDataset data = Datasets.open(Path.of(args[0]), args[1], ReadOptions.DEFAULT);
    List<Sample> test = data.split(Split.TEST).samples();
    Map<Integer, Map<String, ImageScores>> scores = new LinkedHashMap<>();
    for (int window : WINDOWS) {
      scores.put(window, byType(test));
    }
    try (AnomalyDetector detector = DetectorCatalog.standard().load(Path.of(args[2]))) {
      int seen = 0;
      for (Prediction prediction : predictions(detector, test)) {
        Sample sample = test.get(seen++);
        scores.forEach(
            (window, types) ->
                add(sample, new MeanFilter(window).apply(prediction.anomalyMap()).max(), types));
      }
    }
    scores.forEach(
        (window, types) -> {
          System.out.printf("%2d", window);
          types.forEach((type, s) -> System.out.printf("  %s %.3f", type, s.compute().auroc()));
          System.out.println();
        });
  }

  private static Map<String, ImageScores> byType(List<Sample> test) {
    Map<String, ImageScores> types = new TreeMap<>();
    types.put(ALL, new ImageScores());
    test.stream()
        .filter(Sample::anomalous)
        .forEach(s -> types.putIfAbsent(s.defectType(), new ImageScores()));
    return types;
  }

  private static List<Prediction> predictions(AnomalyDetector detector, List<Sample> test) {
    LabelledImages images = SampleImages.labelled(test, detector.inputSize());
    List<Prediction> predictions = new ArrayList<>();
    try (BatchIterator<LabelledBatch> batches =
        BatchIterator.labelled(images, BatchOptions.inOrder(8), 0)) {
      while (batches.hasNext()) {
        predictions.addAll(detector.predict(batches.next().inputs()));
      }
    }
    return predictions;
  }

  /** Every defect type stands against all normal images. */
  private static void add(Sample sample, double score, Map<String, ImageScores> types) {
    types.forEach(
        (type, scores) -> {
          if (!sample.anomalous() || type.equals(ALL) || type.equals(sample.defectType())) {
            scores.add(sample.id(), score, sample.anomalous());
          }
        });
  }
}
