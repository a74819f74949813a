package org.madenet.bench.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.evaluation.OpenDetector;
import org.madenet.bench.run.RunFolder;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;

/** Evaluates the detectors of a run, category by category. */
record DetectorEvaluation(Evaluator evaluator, OpenDetector.Loader loader) {

  List<CategoryResult> of(RunFolder run, Stage stage, AnomalyDataset test) throws IOException {
    List<CategoryResult> results = new ArrayList<>();
    try (OpenDetector open = new OpenDetector(loader)) {
      for (String category : test.categories()) {
        AnomalyDetector detector = open.of(run.detector(category, Optional.of(stage)));
        results.add(evaluator.evaluate(category, test.category(category).samples(), detector));
      }
    }
    return results;
  }
}
