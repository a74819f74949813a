package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistortTest {

  @TempDir Path folder;

  @Test
  void distort_normalImages_writesAPageAndATableOfMeasurements() throws Exception {
    Path data = TinyDataset.write(folder.resolve("data"), true, "nut");
    Path out = folder.resolve("sheet");

    CommandRun run =
        CommandRun.of("distort", "--data", data, "--count", 5, "--size", 32, "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("of 5 images got a patch", "distortions.html");
    assertThat(Files.readAllLines(out.resolve("distortions.csv")))
        .hasSize(6)
        .first()
        .asString()
        .contains("replaced_mse", "surroundings_ssim");
    String page = Files.readString(out.resolve("distortions.html"));
    assertThat(page.split("<figure>", -1)).hasSize(6);
    assertThat(page).contains("data:image/jpeg").doesNotContain("<script", "src=\"http");
  }

  @Test
  void distort_noImages_isTheCallersMistake() throws Exception {
    Path data = TinyDataset.write(folder.resolve("data"), true, "nut");
    CommandRun run =
        CommandRun.of("distort", "--data", data, "--count", 0, "--out", folder.resolve("sheet"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--count");
  }
}
