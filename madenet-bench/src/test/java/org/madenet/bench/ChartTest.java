package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {

  @TempDir Path folder;

  private static String run(String detector, int batch, String unit) {
    return """
        {"benchmark": "org.madenet.bench.jmh.DetectorBenchmark.predict",
         "params": {"detector": "%s", "batch": "%d"},
         "primaryMetric": {"score": %d.5, "scoreError": "NaN", "scoreUnit": "%s"}}
        """
        .formatted(detector, batch, 10 * batch, unit);
  }

  private CommandRun chart(String json, Path out) throws IOException {
    Path results = Files.writeString(folder.resolve("result.json"), json);
    return CommandRun.of("chart", results, "--out", out);
  }

  @Test
  void chart_twoBatchSizes_drawsBarsOfTwoColours() throws IOException {
    Path out = folder.resolve("chart.png");
    CommandRun run =
        chart("[" + run("sfad", 1, "ops/s") + "," + run("sfad", 8, "ops/s") + "]", out);
    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage picture = ImageIO.read(out.toFile());
    Set<Integer> coloured = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int red = rgb >> 16 & 0xFF;
        int blue = rgb & 0xFF;
        if (Math.abs(red - blue) > 100) {
          coloured.add(rgb);
        }
      }
    }
    assertThat(coloured).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void chart_countedImages_areWhatIsDrawn() throws IOException {
    String counted =
        """
        [{"benchmark": "org.madenet.bench.jmh.DetectorBenchmark.predict",
          "params": {"detector": "sfad", "batch": "8"},
          "primaryMetric": {"score": 2.5, "scoreUnit": "ms/op", "rawData": [[2, 3]]},
          "secondaryMetrics":
            {"images": {"score": 20, "scoreUnit": "ops/s", "rawData": [[10, 30]]}}},
         {"benchmark": "org.madenet.bench.jmh.DetectorBenchmark.predict",
          "params": {"detector": "srad", "batch": "8"},
          "primaryMetric": {"score": 20, "scoreUnit": "images/s", "rawData": [[20]]}}]
        """;
    Path out = folder.resolve("chart.png");
    CommandRun run = chart(counted, out);
    // Another unit than images/s for the first would be refused beside the second.
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out).isNotEmptyFile();
  }

  @Test
  void chart_noJson_namesTheFile() throws IOException {
    CommandRun run = chart("[{\"bench", folder.resolve("chart.png"));
    MadenetTest.assertMistake(run, folder.resolve("result.json") + ": ", "not valid JSON");
  }

  @Test
  void chart_mixedUnitsOrNoResults_isTheCallersMistake() throws IOException {
    Path out = folder.resolve("chart.png");
    CommandRun mixed =
        chart("[" + run("sfad", 1, "ops/s") + "," + run("sfad", 8, "ms/op") + "]", out);
    assertThat(mixed.code()).isEqualTo(2);
    assertThat(mixed.err()).contains("ops/s and ms/op");
    CommandRun none = chart("{}", out);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("-rf json");
    for (String other :
        new String[] {
          "[1,2]",
          "[{}]",
          run("sfad", 1, "ops/s").replace("benchmark", "bench"),
          run("sfad", 1, "ops/s").replace("10.5", "\"NaN\""),
          run("sfad", 1, "ops/s").replace("scoreUnit", "unit")
        }) {
      CommandRun run = chart(other.startsWith("[") ? other : "[" + other + "]", out);
      MadenetTest.assertMistake(run, "result.json", "-rf json");
    }
    assertThat(out).doesNotExist();
  }
}
