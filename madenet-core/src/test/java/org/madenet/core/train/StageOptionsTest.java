package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.io.PlainJson;

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

  @ParameterizedTest
  @CsvSource({
    "0, 0, 30, 4", // as many as they fill, the last one in part
    "0, 3, 30, 4", // once each is no more than three times
    "100, 0, 30, 100",
    "100, 3, 30, 12", // 90 visits in twelve minibatches of eight
    "100, 3, 266, 100", // 798 visits fill a hundred
    "100, 3, 2000000000, 100",
    "10, 3, 30, 10"
  })
  void steps_ofFewImages_areAtMostSoManyVisits(
      int stepsPerEpoch, int visits, int images, int expected) {
    StageOptions stage = new StageOptions(1e-4, 0, 8, stepsPerEpoch, 10, 0);
    assertThat(stage.withMaxVisits(visits).steps(images)).isEqualTo(expected);
  }

  @Test
  void fromJson_beforeThereWereVisits_hasNoLimit() {
    String older =
        """
        {"learningRate": 1e-4, "decayPower": 1, "batchSize": 8, "stepsPerEpoch": 100,
         "maxEpochs": 12, "patience": 0}
        """;
    assertThat(PlainJson.fromText(older, StageOptions.class))
        .isEqualTo(new StageOptions(1e-4, 1, 8, 100, 12, 0))
        .extracting(StageOptions::maxVisits)
        .isEqualTo(0);
  }

  @Test
  void withMaxVisits_ofOtherLength_keepsThem() {
    StageOptions stage = new StageOptions(1e-4, 1, 8, 100, 12, 0).withMaxVisits(3);
    assertThat(stage.withMaxEpochs(4).maxVisits()).isEqualTo(3);
    assertThatThrownBy(() -> stage.withMaxVisits(-1)).hasMessageContaining("maxVisits");
  }
}
