package org.madenet.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackendInfoTest {

  @Test
  void current_thisProcess_knowsEveryFact() {
    BackendInfo info = BackendInfo.current();

    assertThat(info.rows().values()).noneMatch(String::isBlank).doesNotContain("unknown");
    assertThat(info.madenetVersion()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(info.nd4jVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(info.maxHeapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
    assertThat(info.threads()).isPositive();
    assertThat(info.summary()).startsWith(info.backend()).contains(info.device());
  }

  @Test
  void nativeBuild_thisProcess_carriesNd4jVersion() {
    BackendInfo info = BackendInfo.current();

    assertThat(info.nativeBuild()).startsWith("nd4j-").contains(info.nd4jVersion());
  }
}
