package org.madenet.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.Stage;

class RunFolderTest {

  @ParameterizedTest
  @ValueSource(strings = {".", "", "run", "a/../run", "./run/."})
  void file_anyNameOfTheFolder_liesInIt(String folder) throws IOException {
    Path file = new RunFolder(Path.of(folder)).file("nut", Stage.FIT);
    assertThat(file.toAbsolutePath().normalize())
        .isEqualTo(
            Path.of(folder).toAbsolutePath().normalize().resolve("nut/unsupervised.madenet"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../nut", "a/b"})
  void file_categoryOutsideTheFolder_isRefused(String category) {
    assertThatThrownBy(() -> new RunFolder(Path.of("run")).file(category, Stage.FIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + category + "'")
        .hasMessageContaining("rename");
  }

  @Test
  void file_categoryWithSpaces_isFine() throws IOException {
    assertThat(new RunFolder(Path.of("run")).file("nut, M8", Stage.FIT).getParent())
        .isEqualTo(Path.of("run", "nut, M8"));
  }
}
