package org.madenet.data.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.ProgressListener;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.manudefect.ComponentCategory;

class MiniGeneratorTest {

  private static final MiniOptions SMALL =
      MiniOptions.defaults()
          .withSize(64)
          .withCategories(EnumSet.of(ComponentCategory.BGA, ComponentCategory.SOT))
          .withSeed(3);

  @TempDir Path temp;

  @Test
  void generate_anyNumberOfThreads_writesTheSameBytes() throws Exception {
    new MiniGenerator(SMALL, 1).generate(temp.resolve("one"), ProgressListener.NONE);
    new MiniGenerator(SMALL, 3).generate(temp.resolve("three"), ProgressListener.NONE);
    Map<String, String> one = digests(temp.resolve("one"));
    assertThat(digests(temp.resolve("three"))).isEqualTo(one);
    assertThat(one).containsKeys("README.md", "contact-sheet.png", "manudefect-mini.csv");
  }

  @Test
  void generate_interrupted_continuesToTheSameBytes() throws Exception {
    new MiniGenerator(SMALL, 2).generate(temp.resolve("whole"), ProgressListener.NONE);
    Path folder = temp.resolve("interrupted");
    AtomicInteger images = new AtomicInteger();
    ProgressListener stopsAtTen =
        progress -> {
          if (images.incrementAndGet() == 10) {
            throw new IllegalStateException("stop");
          }
        };
    assertThatThrownBy(() -> new MiniGenerator(SMALL, 2).generate(folder, stopsAtTen))
        .hasMessage("stop");
    assertThat(folder.resolve("manudefect-mini.csv")).doesNotExist();
    new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    assertThat(digests(folder)).isEqualTo(digests(temp.resolve("whole")));
  }

  /**
   * What a power failure can leave: files that are in the journal, but cut short, empty or gone.
   */
  @Test
  void generate_interruptedWithDamagedFiles_rendersThoseAgain() throws Exception {
    new MiniGenerator(SMALL, 2).generate(temp.resolve("whole"), ProgressListener.NONE);
    Path folder = temp.resolve("damaged");
    AtomicInteger images = new AtomicInteger();
    ProgressListener stopsAtFifty =
        progress -> {
          if (images.incrementAndGet() == 50) {
            throw new IllegalStateException("stop");
          }
        };
    assertThatThrownBy(() -> new MiniGenerator(SMALL, 1).generate(folder, stopsAtFifty))
        .hasMessage("stop");
    Path cut = folder.resolve("BGA/train/good/00000.png");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.resolve("BGA/train/good/00001.png"), new byte[whole.length]);
    Files.delete(folder.resolve("BGA/train/good/00002.png"));
    try (Stream<Path> masks = Files.walk(folder.resolve("BGA/ground_truth_train"))) {
      Files.write(masks.filter(Files::isRegularFile).findFirst().orElseThrow(), new byte[0]);
    }
    Files.write(
        folder.resolve("manudefect-mini.csv.part"),
        new byte[] {0, (byte) 0xFF, ',', '\t', 'x', '\t'},
        StandardOpenOption.APPEND);
    new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    assertThat(digests(folder)).isEqualTo(digests(temp.resolve("whole")));
  }

  @Test
  void generate_finishedFolder_keepsItOrRefusesOtherOptions() throws Exception {
    Path folder = temp.resolve("done");
    int size = new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    assertThat(new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE)).isEqualTo(size);
    assertThatThrownBy(
            () -> new MiniGenerator(SMALL.withSeed(4), 2).generate(folder, ProgressListener.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other options");
    MiniOptions subset = SMALL.withCategories(EnumSet.of(ComponentCategory.BGA));
    assertThatThrownBy(() -> new MiniGenerator(subset, 2).generate(folder, ProgressListener.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other options");
  }

  @Test
  void generate_finishedButJournalLeft_deletesIt() throws Exception {
    Path folder = temp.resolve("done");
    new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    Path journal = Files.writeString(folder.resolve("manudefect-mini.csv.part"), "left");
    new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    assertThat(journal).doesNotExist();
  }

  @Test
  void generate_folderWithOtherFiles_isRefused() throws Exception {
    Files.writeString(temp.resolve("mine.txt"), "keep");
    assertThatThrownBy(() -> new MiniGenerator(SMALL, 1).generate(temp, ProgressListener.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not empty");
    assertThat(temp.resolve("mine.txt")).hasContent("keep");
  }

  @Test
  void generate_anyOptions_isReadBackWithoutAProblem() throws Exception {
    Path folder = temp.resolve("read");
    int size = new MiniGenerator(SMALL, 2).generate(folder, ProgressListener.NONE);
    AnomalyDataset dataset = Datasets.open(folder);
    assertThat(dataset.layout()).isEqualTo("manudefect-21");
    assertThat(dataset.name()).isEqualTo("synthetic ManuDefect-mini");
    assertThat(dataset.size()).isEqualTo(size);
    assertThat(dataset.anomalous().samples()).allMatch(sample -> sample.mask().isPresent());
    assertThat(dataset.categories()).containsExactly("BGA", "SOT");

    // Recognised by manifest or card, not by its path or layout: here one category alone.
    Files.delete(folder.resolve("manudefect-mini.csv"));
    assertThat(MiniGenerator.made(folder)).isTrue();
    assertThat(Datasets.open(folder.resolve("BGA")).name()).isEqualTo("synthetic ManuDefect-mini");
    Files.delete(folder.resolve("README.md"));
    assertThat(MiniGenerator.made(folder)).isFalse();
    assertThat(Datasets.open(folder).name()).isEqualTo("read");
  }

  @Test
  void plan_defaults_holdsEveryPairInBothSplits() {
    MiniPlan plan = MiniPlan.of(MiniOptions.defaults());
    for (String split : new String[] {"train", "test"}) {
      assertThat(
              plan.items().stream()
                  .filter(i -> i.split().equals(split) && i.type().isPresent())
                  .map(i -> i.category() + " " + i.type())
                  .distinct())
          .hasSize(82);
    }
    assertThat(plan.items().stream().map(MiniPlan.Item::image).distinct())
        .hasSize(plan.items().size());
  }

  private static Map<String, String> digests(Path folder) throws Exception {
    Map<String, String> out = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        out.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    }
    return out;
  }
}
