package org.madenet.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {

  private static final int BLOCKS = 64;
  private static final long LARGE = 4 << 20;
  private static final long SMALL = 64 << 10;

  /**
   * Large blocks with small ones between them, as a training leaves them. glibc by itself keeps the
   * large ones from the second round on: having freed one, it takes the next from its heap.
   */
  @Test
  void returnLargeBlocks_freedAmongLiveSmallOnes_goBackToTheSystem() throws IOException {
    assertThat(NativeHeap.returnLargeBlocks() || System.getenv("MALLOC_MMAP_THRESHOLD_") != null)
        .isTrue();
    List<Pointer> small = new ArrayList<>();
    long before = 0;
    for (int round = 0; round < 3; round++) {
      List<Pointer> large = new ArrayList<>();
      for (int i = 0; i < BLOCKS; i++) {
        large.add(filled(LARGE));
        small.add(filled(SMALL));
      }
      large.forEach(Pointer::free);
      if (round == 0) {
        before = resident();
      }
    }
    long grown = resident() - before;
    small.forEach(Pointer::free);
    // Two rounds of small blocks are 8 MiB; what kept large ones would be is 256 MiB.
    assertThat(grown).isLessThan(BLOCKS * LARGE / 4);
  }

  private static Pointer filled(long bytes) {
    Pointer block = Pointer.malloc(bytes);
    Pointer.memset(block, 1, bytes);
    return block;
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
