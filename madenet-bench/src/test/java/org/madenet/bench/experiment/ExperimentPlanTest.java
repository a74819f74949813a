package org.madenet.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;

class ExperimentPlanTest {

  private static ExperimentPlan plan(String... perCategory) {
    return new ExperimentPlan(
        "lite", List.of(0L), List.of("made-net"), ImageSize.square(16), null, List.of(perCategory));
  }

  @Test
  void perCategory_inAnyOrderOrTwice_isTheSamePlan() {
    assertThat(plan("sfad", "lpd", "sfad"))
        .isEqualTo(plan("lpd", "sfad"))
        .hasToString(plan("lpd", "sfad").toString());
  }

  @Test
  void toRecord_ofAnOlderFile_hasNeitherFilesNorDetectorsPerCategory() throws IOException {
    String older =
        "{\"preset\": \"lite\", \"seeds\": [0], \"methods\": [\"made-net\"],"
            + " \"resolution\": {\"height\": 16, \"width\": 16}, \"maxEpochs\": null}";
    assertThat(
            PlainJson.toRecord(
                PlainJson.parse(older.getBytes(StandardCharsets.UTF_8)), ExperimentPlan.class))
        .isEqualTo(plan());
    assertThat(PlainJson.toRecord(PlainJson.toTree(plan("lpd")), ExperimentPlan.class))
        .isEqualTo(plan("lpd"));
  }
}
