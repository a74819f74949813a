package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.testing.FormulaTensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FeatureExtractorTest {

  private static final Backbone LITE0 = Backbones.EFFICIENTNET_LITE0;
  private static final List<String> TAPS = List.of("blocks.2", "blocks.1");

  private static FeatureExtractor extractor;

  @BeforeAll
  static void open() throws IOException {
    extractor = FeatureExtractor.open(LITE0, BackboneWeights.embedded(), TAPS);
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @Test
  void extract_batch_equalsSingleImages() {
    INDArray images = FormulaTensors.image(3, 3, 64, 96);

    Map<String, INDArray> batch = extractor.extract(images);

    for (int i = 0; i < 3; i++) {
      INDArray image = images.get(NDArrayIndex.interval(i, i + 1));
      Map<String, INDArray> single = extractor.extract(image);
      for (String tap : TAPS) {
        // The same products summed in another blocking: float32 rounding only.
        assertClose(single.get(tap), batch.get(tap).get(NDArrayIndex.interval(i, i + 1)), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"64,64", "65,97", "33,40", "7,5", "1,1"})
  void extract_anySize_givesCeilOfSizeByStride(int height, int width) {
    Map<String, INDArray> features = extractor.extract(FormulaTensors.image(1, 3, height, width));

    for (Tap tap : extractor.taps()) {
      assertThat(features.get(tap.name()).shape())
          .containsExactly(
              1, tap.channels(), ceilDiv(height, tap.stride()), ceilDiv(width, tap.stride()));
    }
  }

  @Test
  void extract_stridedOrDoubleInput_givesSameFeaturesAndLeavesItAlone() {
    INDArray plain = FormulaTensors.image(2, 3, 48, 32);
    INDArray channelsLast = plain.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    INDArray before = channelsLast.dup();
    INDArray expected = extractor.extract(plain).get("blocks.2");

    assertClose(extractor.extract(channelsLast).get("blocks.2"), expected, 1e-6);
    assertClose(extractor.extract(plain.castTo(DataType.DOUBLE)).get("blocks.2"), expected, 1e-6);
    assertThat(channelsLast).isEqualTo(before);
  }

  @Test
  void extract_twice_isDeterministicAndResultsAreIndependent() {
    INDArray image = FormulaTensors.image(1, 3, 64, 64);
    INDArray first = extractor.extract(image).get("blocks.2");
    INDArray copy = first.dup();

    extractor.extract(FormulaTensors.image(1, 3, 64, 64).muli(0.5));

    assertThat(first).isEqualTo(copy).isEqualTo(extractor.extract(image).get("blocks.2"));
    assertThat(first.isAttached()).isFalse();
  }

  @Test
  void extract_fromManyThreads_givesTheSameAsFromOne() throws Exception {
    List<INDArray> images = new ArrayList<>();
    List<INDArray> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      images.add(FormulaTensors.image(1, 3, 64, 64).muli((i + 1) / 8.0));
      expected.add(extractor.extract(images.get(i)).get("blocks.2"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<INDArray>> results = new ArrayList<>();
      for (INDArray image : images) {
        results.add(threads.submit(() -> extractor.extract(image).get("blocks.2")));
      }
      for (int i = 0; i < images.size(); i++) {
        assertClose(results.get(i).get(), expected.get(i), 1e-5);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void extract_wrongShape_isRefused() {
    for (long[] shape : new long[][] {{3, 64, 64}, {1, 1, 64, 64}, {1, 64, 64, 3}}) {
      assertThatThrownBy(() -> extractor.extract(Nd4j.zeros(DataType.FLOAT, shape)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[N,3,H,W]");
    }
  }

  @Test
  void extract_afterClose_isRefused() throws IOException {
    FeatureExtractor closed = FeatureExtractor.open(LITE0, BackboneWeights.random(1), TAPS);
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.extract(FormulaTensors.image(1, 3, 32, 32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void fingerprint_dependsOnWeightsTapsAndBackboneOnly() throws IOException {
    String embedded = extractor.fingerprint();

    assertThat(embedded).matches("[0-9a-f]{64}");
    assertThat(fingerprint(LITE0, BackboneWeights.embedded(), TAPS)).isEqualTo(embedded);
    assertThat(fingerprint(LITE0, BackboneWeights.embedded(), List.of("blocks.2")))
        .isNotEqualTo(embedded);
    assertThat(fingerprint(LITE0, BackboneWeights.random(1), TAPS)).isNotEqualTo(embedded);
    assertThat(
            fingerprint(
                Backbones.named("timm_efficientnet_lite0"), BackboneWeights.random(1), TAPS))
        .isNotEqualTo(fingerprint(LITE0, BackboneWeights.random(1), TAPS));
  }

  private static String fingerprint(Backbone backbone, BackboneWeights weights, List<String> taps)
      throws IOException {
    try (FeatureExtractor other = FeatureExtractor.open(backbone, weights, taps)) {
      return other.fingerprint();
    }
  }

  private static long ceilDiv(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double difference = actual.sub(expected).norm2Number().doubleValue();
    assertThat(difference / expected.norm2Number().doubleValue()).isLessThan(tolerance);
  }

  @Test
  void extract_sizeThatTheBackboneDoesNotTake_isRefused() throws IOException {
    Backbone b0 = Backbones.named("efficientnet_b0");
    try (FeatureExtractor square =
        FeatureExtractor.open(b0, BackboneWeights.random(1), List.of("blocks.0"))) {
      assertThatThrownBy(() -> square.extract(FormulaTensors.image(1, 3, 32, 64)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("efficientnet_b0 takes square images only, but these are 32x64");
    }
  }
}
