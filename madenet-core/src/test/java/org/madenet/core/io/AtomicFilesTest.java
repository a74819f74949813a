package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir Path folder;

  @Test
  void writeString_newAndExistingTarget_holdsTheText() throws IOException {
    Path target = folder.resolve("a.txt");

    AtomicFiles.writeString(target, "one");
    AtomicFiles.writeString(target, "zwei – ü");

    assertThat(target).hasContent("zwei – ü");
    assertThat(entries()).containsExactly("a.txt");
  }

  @Test
  void write_contentFailsHalfway_keepsOldFileAndLeavesNothing() throws IOException {
    Path target = folder.resolve("a.txt");
    AtomicFiles.writeString(target, "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    target,
                    out -> {
                      out.write(new byte[200_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + target + ": No space left on device");

    assertThat(target).hasContent("old");
    assertThat(entries()).containsExactly("a.txt");
  }

  @Test
  void write_missingFolder_saysWhichAndCreatesNone() {
    Path missing = folder.resolve("runs");

    assertThatThrownBy(() -> AtomicFiles.writeString(missing.resolve("a.txt"), "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing + " does not exist");

    assertThat(missing).doesNotExist();
  }

  @Test
  void write_fileWhereFolderIsNeeded_saysSo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> AtomicFiles.writeString(file.resolve("a.txt"), "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a folder");
  }

  @Test
  void write_targetIsFolder_saysSo() {
    assertThatThrownBy(() -> AtomicFiles.writeString(folder, "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void deleteLeftovers_ofThisAndOtherTargets_deletesThisOnesOnly() throws IOException {
    Files.createFile(folder.resolve(".a.txt.1234.part"));
    Files.createFile(folder.resolve(".b.txt.1234.part"));
    Files.createFile(folder.resolve("a.txt"));

    AtomicFiles.deleteLeftovers(folder.resolve("a.txt"));

    assertThat(entries()).containsExactly(".b.txt.1234.part", "a.txt");
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
