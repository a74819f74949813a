package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {

  @TempDir Path folder;

  @Test
  void generate_oneCategory_isAuditedWithoutAProblemAndSaysThatItIsSynthetic() throws Exception {
    String data = folder.resolve("mini").toString();

    CommandRun generated =
        CommandRun.of("generate", "--out", data, "--size", "64", "--categories", "SOD");

    assertThat(generated.code()).as(generated.err()).isZero();
    assertThat(generated.out()).contains("synthetic ManuDefect-mini");
    assertThat(Files.readString(folder.resolve("mini/README.md"))).contains("synthetic");
    CommandRun audit = CommandRun.of("audit", data);
    assertThat(audit.code()).isZero();
    assertThat(audit.out())
        .contains("SOD", "cold_joint", "synthetic ManuDefect-mini")
        .contains(
            "SOD: 24 + 9 training, 10 + 8 test (normal + anomalous), 8 defect types;"
                + " Table 3 has 1105 + 932 training, 474 + 400 test")
        .contains("BGA: in Table 3, but not here");
  }

  @Test
  void generate_wrongOptions_areTheCallersMistake() {
    String out = folder.resolve("mini").toString();

    CommandRun scale = CommandRun.of("generate", "--out", out, "--scale", "2");
    assertThat(scale.code()).isEqualTo(2);
    assertThat(scale.err()).contains("scale must be above 0 and at most 1, but is 2.0");
    assertThat(scale.err().strip().lines()).hasSize(1);

    CommandRun category = CommandRun.of("generate", "--out", out, "--categories", "TOASTER");
    assertThat(category.code()).isEqualTo(2);
    assertThat(category.err()).contains("TOASTER");
    assertThat(folder.resolve("mini")).doesNotExist();
  }

  @Test
  void generate_folderWithOtherFiles_isTheCallersMistakeAndTouchesNothing() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "keep");

    CommandRun run = CommandRun.of("generate", "--out", folder.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is not empty: name a new folder");
    assertThat(folder.resolve("mine.txt")).hasContent("keep");
  }

  @Test
  void quickstart_smallestPreset_endsWithAReport() throws Exception {
    Path out = folder.resolve("quick");
    Object[] words = {
      "quickstart",
      "--model",
      "sfad",
      "--out",
      out,
      "--size",
      "64",
      "--preset",
      "smoke",
      "--categories",
      "BGA"
    };

    CommandRun run = CommandRun.of(words);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("AUROC/AP by category on synthetic ManuDefect-mini", "Image level", "Pixel level")
        .containsPattern("(?m)^BGA +\\d\\.\\d{3}/\\d\\.\\d{3} +\\d\\.\\d{3}/\\d\\.\\d{3}$")
        .containsPattern("(?m)^Mean +\\d\\.\\d{3}/");
    for (String file : List.of("report.html", "metrics.json", "scores.csv", "table.md")) {
      assertThat(out.resolve("report").resolve(file))
          .isNotEmptyFile()
          .content()
          .contains("synthetic ManuDefect-mini");
    }
    Path good = out.resolve("data/BGA/test/good");
    Path image;
    try (Stream<Path> images = Files.list(good)) {
      image = images.sorted().findFirst().orElseThrow();
    }
    CommandRun predicted =
        CommandRun.of("predict", "--model", out.resolve("run"), "--out", out.resolve("one"), image);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("1 images scored", "synthetic ManuDefect-mini");

    CommandRun again = CommandRun.of(words);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("finished already", "Mean");
  }

  /** All submodels in both stages: a minute and a half of computing. */
  @Test
  @Tag("slow")
  void quickstart_madeNet_comparesItWithItsParts() {
    Path out = folder.resolve("quick");

    CommandRun run =
        CommandRun.of(
            "quickstart",
            "--out",
            out.toString(),
            "--size",
            "64",
            "--preset",
            "smoke",
            "--categories",
            "BGA");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("> madenet ensemble", "MADE-Net against its parts on synthetic ManuDefect-mini")
        .containsPattern("(?m)^BGA( +\\d\\.\\d{3}/\\d\\.\\d{3}){7} +(SFAD|SRAD|LPD)$");
    assertThat(out.resolve("report/comparison.md")).content().contains("| BGA |", "Best single: ");
    assertThat(out.resolve("report/report.html")).content().contains("There is one category");
    assertThat(out.resolve("report/srad/metrics.json")).isNotEmptyFile();
  }
}
