package org.madenet.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/** Expected values: scipy.ndimage.gaussian_filter and PyTorch, by tools/golden_image.py. */
class ImageOperationsTest {

  /** Float32 arithmetic against a double-precision reference, values of order one. */
  private static final float TOLERANCE = 2e-6f;

  private static JsonNode golden;

  @BeforeAll
  static void readGolden() throws IOException {
    try (InputStream in = ImageOperationsTest.class.getResourceAsStream("golden.json")) {
      golden = new ObjectMapper().readTree(in);
    }
  }

  @Test
  void blur_goldenPlanes_equalsScipy() {
    assertThat(golden.get("blurs")).hasSize(3);
    for (JsonNode one : golden.get("blurs")) {
      float[] actual =
          new GaussianBlur(one.get("sigma").asDouble())
              .apply(floats(one.get("input")), size(one.get("shape")));
      assertThat(actual).containsExactly(floats(one.get("output")), within(TOLERANCE));
    }
  }

  @Test
  void resize_goldenPlanes_equalsPyTorch() {
    assertThat(golden.get("resizes")).hasSize(4);
    for (JsonNode one : golden.get("resizes")) {
      BilinearResize resize = new BilinearResize(size(one.get("source")), size(one.get("target")));
      float[] actual = resize.apply(floats(one.get("input")));
      assertThat(actual).containsExactly(floats(one.get("output")), within(TOLERANCE));
      AnomalyMap map = new AnomalyMap(size(one.get("source")), floats(one.get("input")));
      assertThat(map.resize(size(one.get("target"))).values()).containsExactly(actual);
    }
  }

  @Test
  void resize_insideLargerArrays_touchesOnlyItsPlane() {
    BilinearResize resize = new BilinearResize(new ImageSize(2, 2), new ImageSize(3, 3));
    float[] from = random(10);
    float[] to = new float[15];
    Arrays.fill(to, 9);
    resize.apply(from, 4, to, 5);
    assertThat(Arrays.copyOfRange(to, 5, 14))
        .containsExactly(resize.apply(Arrays.copyOfRange(from, 4, 8)));
    assertThat(Arrays.copyOf(to, 5)).containsOnly(9f);
    assertThat(to[14]).isEqualTo(9f);
  }

  @Test
  void blur_constantPlane_staysConstant() {
    float[] plane = new float[35];
    Arrays.fill(plane, 2.5f);
    assertThat(new GaussianBlur(4).apply(plane, new ImageSize(5, 7)))
        .containsExactly(plane, within(TOLERANCE));
  }

  @Test
  void blur_sigmaZero_isIdentity() {
    float[] plane = random(12);
    assertThat(new GaussianBlur(0).apply(plane, new ImageSize(3, 4))).containsExactly(plane);
  }

  @Test
  void blur_badSigmaOrPlane_isRefused() {
    assertThatThrownBy(() -> new GaussianBlur(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new GaussianBlur(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new GaussianBlur(1).apply(new float[5], new ImageSize(2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2");
    BilinearResize resize = new BilinearResize(new ImageSize(2, 2), new ImageSize(3, 3));
    assertThatThrownBy(() -> resize.apply(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source");
  }

  private static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static ImageSize size(JsonNode pair) {
    return new ImageSize(pair.get(0).asInt(), pair.get(1).asInt());
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }
}
