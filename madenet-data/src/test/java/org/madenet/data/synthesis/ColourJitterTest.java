package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.madenet.core.io.PlainJson;

class ColourJitterTest {

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  /** Values by {@code tools/make_cutpaste_fixtures.py}. */
  @Test
  void eachChange_equalsTorchvision() throws IOException {
    JsonNode golden;
    try (InputStream in = ColourJitterTest.class.getResourceAsStream("colour-jitter.json")) {
      golden = PlainJson.parse(in.readAllBytes());
    }
    assertThat(golden.get("cases")).hasSize(12);
    for (JsonNode one : golden.get("cases")) {
      float[] values = floats(golden.get("pixels"));
      int pixels = values.length / 3;
      float amount = (float) one.get("amount").asDouble();
      switch (one.get("change").asText()) {
        case "brightness" -> ColourJitter.brighten(values, 0, pixels, amount);
        case "contrast" -> ColourJitter.contrast(values, 0, pixels, amount);
        case "saturation" -> ColourJitter.saturate(values, 0, pixels, amount);
        default -> ColourJitter.turnHue(values, 0, pixels, amount);
      }
      // Float32 on both sides, in another order of operations.
      assertThat(values)
          .as("%s %s", one.get("change"), amount)
          .containsExactly(floats(one.get("result")), within(2e-6f));
    }
  }

  @Test
  void apply_part_leavesTheRestAndStaysNearAndInRange() {
    ColourJitter jitter = ColourJitter.of(0.1);
    SplittableRandom values = new SplittableRandom(4);
    for (int seed = 0; seed < 100; seed++) {
      float[] before = new float[40];
      for (int i = 0; i < before.length; i++) {
        before[i] = (float) values.nextDouble();
      }
      float[] after = before.clone();
      jitter.apply(new SplittableRandom(seed), after, 5, 10);
      for (int i = 0; i < before.length; i++) {
        if (i < 5 || i >= 35) {
          assertThat(after[i]).isEqualTo(before[i]);
        }
        assertThat(after[i]).isBetween(0f, 1f);
      }
      assertThat(after).isNotEqualTo(before);
      float[] again = before.clone();
      jitter.apply(new SplittableRandom(seed), again, 5, 10);
      assertThat(again).isEqualTo(after);
    }
  }

  @Test
  void apply_none_changesNothing() {
    float[] values = {0.2f, 0.7f, 0.4f};
    ColourJitter.NONE.apply(new SplittableRandom(1), values, 0, 1);
    assertThat(values).containsExactly(0.2f, 0.7f, 0.4f);
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new ColourJitter(0, 0, 0, 0.6)).hasMessageContaining("hue");
    assertThatThrownBy(() -> new ColourJitter(-1, 0, 0, 0)).hasMessageContaining("brightness");
  }
}
