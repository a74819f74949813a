package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/**
 * Expected values from scikit-learn, and for AUPRO from a brute-force reference; made by
 * tools/make_metric_fixtures.py. Both sides compute in double precision and differ in the order of
 * summation only, hence 1e-9.
 */
class MetricsGoldenTest {

  private static final double TOLERANCE = 1e-9;

  static Stream<JsonNode> image() throws IOException {
    return cases("image");
  }

  static Stream<JsonNode> pixel() throws IOException {
    return cases("pixel");
  }

  private static Stream<JsonNode> cases(String level) throws IOException {
    try (InputStream in = MetricsGoldenTest.class.getResourceAsStream("golden.json")) {
      JsonNode all = new ObjectMapper().readTree(in).get(level);
      return StreamSupport.stream(all.spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("image")
  void imageScores_goldenCase_agree(JsonNode expected) {
    ImageScores scores = new ImageScores();
    for (int i = 0; i < expected.get("scores").size(); i++) {
      scores.add(
          "image-" + i,
          expected.get("scores").get(i).asDouble(),
          expected.get("labels").get(i).asInt() == 1);
    }
    ImageResult result = scores.compute();
    assertThat(result.auroc()).isCloseTo(expected.get("auroc").asDouble(), within(TOLERANCE));
    assertThat(result.averagePrecision())
        .isCloseTo(expected.get("ap").asDouble(), within(TOLERANCE));
    assertThat(result.f1Max()).isCloseTo(expected.get("f1").asDouble(), within(TOLERANCE));
    assertThat(result.f1Threshold())
        .isCloseTo(expected.get("threshold").asDouble(), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("pixel")
  void pixelScores_goldenCase_agree(JsonNode expected) {
    ImageSize size = new ImageSize(expected.get("height").asInt(), expected.get("width").asInt());
    PixelScores scores = new PixelScores(expected.get("limit").asDouble());
    for (int i = 0; i < expected.get("maps").size(); i++) {
      float[] map = new float[size.pixels()];
      boolean[] mask = new boolean[size.pixels()];
      for (int p = 0; p < map.length; p++) {
        map[p] = (float) expected.get("maps").get(i).get(p).asDouble();
        mask[p] = expected.get("masks").get(i).get(p).asInt() == 1;
      }
      scores.add("image-" + i, new AnomalyMap(size, map), mask);
    }
    PixelResult result = scores.compute();
    assertThat(result.auroc()).isCloseTo(expected.get("auroc").asDouble(), within(TOLERANCE));
    assertThat(result.averagePrecision())
        .isCloseTo(expected.get("ap").asDouble(), within(TOLERANCE));
    assertThat(result.f1Max()).isCloseTo(expected.get("f1").asDouble(), within(TOLERANCE));
    assertThat(result.f1Threshold())
        .isCloseTo(expected.get("threshold").asDouble(), within(TOLERANCE));
    assertThat(result.aupro()).isCloseTo(expected.get("aupro").asDouble(), within(TOLERANCE));
  }
}
