package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFaultsTest {

  @Test
  void explained_pathAlone_saysWhy() {
    IOException gone = new NoSuchFileException("a.png");
    assertThat(ReadFaults.explained(gone))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("a.png: does not exist")
        .hasCause(gone);
    assertThat(ReadFaults.explained(new AccessDeniedException("a.png")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("a.png: no permission to read it");
  }

  @Test
  void explained_wordsAlready_isTheSame() {
    IOException full = new IOException("disk");
    assertThat(ReadFaults.explained(full)).isSameAs(full);
    IOException explained = ReadFaults.explained(new NoSuchFileException("a.png"));
    assertThat(ReadFaults.explained(explained)).isSameAs(explained);
  }

  @Test
  void safetensors_missingFile_saysSo(@TempDir Path folder) {
    Path file = folder.resolve("gone.safetensors");
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": does not exist");
  }
}
