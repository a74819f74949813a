package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Costs in, threshold and expected cost out. */
class OperatingPointsTest {

  @TempDir Path folder;

  private static CommandRun run(Object... words) {
    return CommandRun.of(MeanImageDetector.catalog(), words);
  }

  @Test
  void evaluate_withCosts_namesTheCheapestThreshold() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "bolt");
    Path model = folder.resolve("run");
    assertThat(run("train", "--data", data, "--model", "mean", "--out", model).code()).isZero();
    Path report = folder.resolve("report");
    Object[] evaluate = {
      "evaluate",
      "--data",
      data,
      "--model",
      model,
      "--out",
      report,
      "--miss-cost",
      "50",
      "--false-alarm-cost",
      "2",
      "--anomalous-share",
      "0.01"
    };
    CommandRun evaluated = run(evaluate);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("cheapest threshold");
    JsonNode bolt =
        new ObjectMapper().readTree(report.resolve("metrics.json").toFile()).at("/categories/bolt");
    JsonNode point = bolt.at("/operating_point");
    double cost =
        0.01 * 50 * point.at("/miss_rate").asDouble()
            + 0.99 * 2 * point.at("/false_alarm_rate").asDouble();
    assertThat(point.at("/expected_cost").asDouble()).isEqualTo(cost);
    assertThat(point.at("/anomalous_share").asDouble()).isEqualTo(0.01);
    // A sixteenth of the image is bright in every anomalous one.
    assertThat(bolt.at("/defect_sizes/1 to 10 %/images").asInt()).isEqualTo(3);
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("Cheapest operating point")
        .contains("A miss costs 50.0, a false alarm 2.0, and 0.01 of the parts are anomalous.")
        .contains("By size of the defect");
  }

  @Test
  void evaluate_withHalfOfTheCosts_isTheCallersMistake() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "bolt");
    CommandRun half =
        run("evaluate", "--data", data, "--model", "run", "--out", "report", "--miss-cost", "5");
    assertThat(half.code()).isEqualTo(2);
    assertThat(half.err()).contains("both --miss-cost and --false-alarm-cost");
  }
}
