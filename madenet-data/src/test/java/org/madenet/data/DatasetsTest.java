package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

  @TempDir Path root;

  @Test
  void readers_ofTheRegistry_haveNamesOfTheirOwn() {
    assertThat(Datasets.readers())
        .extracting(DatasetReader::layout)
        .doesNotHaveDuplicates()
        .contains("mtd", "mvtec-ad", "visa", "mpdd", "manudefect-21", "folders", "manifest");
  }

  @Test
  void open_missingFolder_isNamed() {
    assertThatThrownBy(() -> Datasets.open(root.resolve("gone")))
        .isInstanceOf(DatasetException.class)
        .hasMessage(root.resolve("gone") + ": no such folder");
  }

  @Test
  void open_file_isRefused() throws IOException {
    Path file = Files.createFile(root.resolve("a.jpg"));

    assertThatThrownBy(() -> Datasets.open(file)).hasMessageContaining("is a file");
  }

  @Test
  void open_emptyFolder_tellsWhatWasLookedFor() {
    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no known dataset layout")
        .satisfies(
            e ->
                Datasets.readers()
                    .forEach(
                        r ->
                            assertThat(e).hasMessageContaining(r.layout() + ": " + r.lookedFor())));
  }

  @Test
  void open_twoLayoutsAtOnce_asksForTheOneMeant() throws IOException {
    new ImageTree(root)
        .image("normal/0.png")
        .image("defect/0.png")
        .text("manifest.csv", "image,label,split\nnormal/0.png,normal,train\n");

    assertThatThrownBy(() -> Datasets.open(root))
        .hasMessageContaining("more than one layout fits (folders, manifest)");
    assertThat(Datasets.open(root, "manifest", ReadOptions.DEFAULT).size()).isEqualTo(1);
  }

  @Test
  void open_unknownLayoutName_listsTheKnown() {
    assertThatThrownBy(() -> Datasets.open(root, "coco", ReadOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown layout 'coco'")
        .hasMessageContaining("mvtec-ad");
  }

  /** All PNG files of a folder, of which every other layout knows nothing. */
  private static final class FlatReader implements DatasetReader {
    @Override
    public String layout() {
      return "flat";
    }

    @Override
    public String lookedFor() {
      return "PNG files";
    }

    @Override
    public boolean recognises(Path root) {
      return false;
    }

    @Override
    public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
      try (Stream<Path> files = Files.list(root)) {
        List<Sample> samples =
            files
                .sorted()
                .map(
                    f ->
                        new Sample(
                            f.getFileName().toString(),
                            "flat",
                            Split.TEST,
                            false,
                            Sample.GOOD,
                            f,
                            Optional.empty()))
                .toList();
        return new AnomalyDataset("f", layout(), root, samples, List.of(), List.of());
      }
    }
  }

  @Test
  void open_readerOfTheCallers_isUsedUnderTheSameRules() throws IOException {
    FlatReader reader = new FlatReader();
    assertThatThrownBy(() -> Datasets.open(root.resolve("gone"), reader, ReadOptions.DEFAULT))
        .hasMessage(root.resolve("gone") + ": no such folder");
    assertThatThrownBy(() -> Datasets.open(root, reader, ReadOptions.DEFAULT))
        .hasMessageContaining("no usable image, read as flat (PNG files)");

    new ImageTree(root).image("a.png").image("b.png");
    assertThat(Datasets.open(root, reader, ReadOptions.DEFAULT).samples())
        .extracting(Sample::id)
        .containsExactly("a.png", "b.png");
  }

  @Test
  void fingerprint_changedPixel_changes() throws IOException {
    ImageTree tree = new ImageTree(root).images("normal", "png", 2).images("defect", "png", 2);
    String before = Datasets.open(root).fingerprint();

    assertThat(Datasets.open(root).fingerprint()).isEqualTo(before);
    tree.mask("normal/000.png");
    assertThat(Datasets.open(root).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void category_unknown_listsTheKnown() throws IOException {
    new ImageTree(root).images("normal", "png", 2).images("defect", "png", 2);

    assertThatThrownBy(() -> Datasets.open(root).category("nut"))
        .hasMessageContaining("no category 'nut'")
        .hasMessageContaining(root.getFileName().toString());
  }

  @Test
  void open_noUsableImage_failsWhateverThePolicy() throws IOException {
    Files.createDirectories(root.resolve("MT_Free/Imgs"));
    ReadOptions skip = ReadOptions.DEFAULT.withPolicy(ProblemPolicy.SKIP_WITH_COUNT);

    assertThatThrownBy(() -> Datasets.open(root, skip))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(root.resolve("MT_Free/Imgs") + ": has no image");
  }
}
