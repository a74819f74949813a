package org.madenet.bench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFingerprintTest {

  @TempDir Path folder;

  private Path classes(String name, String content) throws IOException {
    Path classes = folder.resolve(name);
    Files.createDirectories(classes.resolve("org"));
    Files.writeString(classes.resolve("org/A.class"), content);
    Files.writeString(classes.resolve("org/B.class"), "other");
    return classes;
  }

  @Test
  void of_sameCodeElsewhere_isTheSame() throws IOException {
    assertThat(CodeFingerprint.of(List.of(classes("one", "code"))))
        .isEqualTo(CodeFingerprint.of(List.of(classes("two", "code"))));
  }

  @Test
  void of_changedRenamedOrMissingClass_isAnother() throws IOException {
    Path classes = classes("one", "code");
    String before = CodeFingerprint.of(List.of(classes));
    Files.writeString(classes.resolve("org/A.class"), "changed");
    assertThat(CodeFingerprint.of(List.of(classes))).isNotEqualTo(before);
    Files.writeString(classes.resolve("org/A.class"), "code");
    assertThat(CodeFingerprint.of(List.of(classes))).isEqualTo(before);
    Files.move(classes.resolve("org/A.class"), classes.resolve("org/C.class"));
    assertThat(CodeFingerprint.of(List.of(classes))).isNotEqualTo(before);
    Files.delete(classes.resolve("org/C.class"));
    assertThat(CodeFingerprint.of(List.of(classes))).isNotEqualTo(before);
  }

  @Test
  void ofLibrary_twice_isTheSame() throws IOException {
    assertThat(CodeFingerprint.ofLibrary())
        .hasSize(64)
        .isEqualTo(CodeFingerprint.ofLibrary())
        .isNotEqualTo(CodeFingerprint.of(List.of()));
  }
}
