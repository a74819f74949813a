package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.madenet.core.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Expected features, written by tools/make_backbone_fixtures.py. */
final class GoldenFeatures {

  /** float32 sums of up to 4608 products, over 50 layers: the error grows, but stays below this. */
  private static final double TOLERANCE = 1e-4;

  private final Safetensors file;
  private final String name;

  private GoldenFeatures(Safetensors file, String name) {
    this.file = file;
    this.name = name;
  }

  static GoldenFeatures named(String name) throws IOException {
    String resource = name + ".golden.safetensors";
    try (InputStream in = GoldenFeatures.class.getResourceAsStream(resource)) {
      return new GoldenFeatures(Safetensors.open(in.readAllBytes(), resource), name);
    }
  }

  /** Trainable parameters of the reference without its classifier. */
  long parameters() throws IOException {
    return (long) file.floats("parameters")[0];
  }

  /** Libraries that the features were computed with. */
  Set<String> sources() {
    return file.names().stream()
        .filter(n -> n.contains("/"))
        .map(n -> n.substring(0, n.indexOf('/')))
        .collect(Collectors.toSet());
  }

  /** Compares every tap with every source; prints the largest error so that it can be reported. */
  void assertMatches(List<Tap> taps, Map<String, INDArray> features) throws IOException {
    assertThat(features.keySet()).containsExactlyElementsOf(taps.stream().map(Tap::name).toList());
    double worst = 0;
    for (Tap tap : taps) {
      for (String source : sources()) {
        worst = Math.max(worst, compare(source + '/' + tap.name(), features.get(tap.name())));
      }
    }
    System.out.printf("%s: largest relative error at a tap %.1e%n", name, worst);
  }

  private double compare(String key, INDArray actual) throws IOException {
    float[] shape = file.floats(key + "/shape");
    assertThat(actual.shape()).hasSize(shape.length);
    for (int i = 0; i < shape.length; i++) {
      assertThat(actual.size(i)).as("%s, axis %d", key, i).isEqualTo((long) shape[i]);
    }
    float[] values = actual.dup('c').data().asFloat();
    float[] sample = file.floats(key + "/sample");
    int step = Math.max(1, values.length / 400);
    assertThat(sample).hasSize((values.length + step - 1) / step);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < sample.length; i++) {
      double d = values[i * step] - sample[i];
      difference += d * d;
      norm += (double) sample[i] * sample[i];
    }
    double sampled = Math.sqrt(difference / norm);
    double expectedNorm = file.floats(key + "/norm")[0];
    double actualNorm = 0;
    for (float v : values) {
      actualNorm += (double) v * v;
    }
    double whole = Math.abs(Math.sqrt(actualNorm) / expectedNorm - 1);
    double error = Math.max(sampled, whole);
    assertThat(error).as("relative error of %s %s", name, key).isLessThan(TOLERANCE);
    return error;
  }
}
