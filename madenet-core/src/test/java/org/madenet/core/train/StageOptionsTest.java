package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "10, 1, 0",
    "10, 4, 0",
    "10, 5, 10",
    "10, 80, 10", // a patience that can end 700 epochs
    "0, 4, 0",
    "0, 5, 0",
    "700, 4, 700",
    "701, 4, 701" // one that cannot
  })
  void training_ofFewHeldOutDefects_isNotEndedByThem(int patience, int defects, int expected) {
    StageOptions stage = new StageOptions(1e-4, 0, 8, 0, 700, patience);
    assertThat(stage.training(defects)).isEqualTo(stage.training().withPatience(expected));
  }

  @ParameterizedTest
  @CsvSource({"9, 0, 0", "9, 4, 0", "9, 5, 9", "10, 4, 10", "20, 0, 20"})
  void judgedBy_fewDefects_hasNoPatienceThatEndsIt(int patience, int defects, int expected) {
    TrainingOptions options = new TrainingOptions(10, patience, 0.5);
    assertThat(options.judgedBy(defects)).isEqualTo(new TrainingOptions(10, expected, 0.5));
  }
}
