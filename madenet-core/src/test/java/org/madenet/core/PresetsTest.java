package org.madenet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PresetsTest {

  private static final Presets<Integer> PRESETS =
      Presets.of("Method", "small", 1).and("large", 3).and("best", 2);

  @Test
  void names_areInTheOrderGiven() {
    assertThat(PRESETS.names()).containsExactly("small", "large", "best");
    assertThat(PRESETS.named("large")).isEqualTo(3);
  }

  @Test
  void named_unknown_listsTheNames() {
    assertThatThrownBy(() -> PRESETS.named("huge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Method has no preset 'huge'; choose one of small, large, best");
  }

  @Test
  void and_nameThatThereIs_isRefused() {
    assertThatThrownBy(() -> PRESETS.and("small", 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two presets 'small'");
  }
}
