package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Expected values: PyTorch, by tools/golden_sfad.py. */
class FeatureEmbeddingTest {

  /** Float32 sums of some tens of values of order one. */
  private static final float TOLERANCE = 2e-6f;

  private final JsonNode golden = Golden.read("embedding.json");
  private final Map<String, INDArray> maps =
      Map.of(
          "a", Golden.array(golden.get("a"), 2, 3, 6, 4),
          "b", Golden.array(golden.get("b"), 2, 5, 3, 2));

  @Test
  void embed_mean_equalsPyTorch() {
    float[] rows = new FeatureEmbedding(options(Aggregation.MEAN, 0)).embed(maps);
    assertThat(rows).containsExactly(Golden.floats(golden.get("mean")), within(TOLERANCE));
  }

  @Test
  void embed_simpleNet_equalsPyTorch() {
    int channels = golden.get("pooledChannels").asInt();
    float[] rows = new FeatureEmbedding(options(Aggregation.SIMPLENET, channels)).embed(maps);
    assertThat(rows).containsExactly(Golden.floats(golden.get("simplenet")), within(TOLERANCE));
  }

  @Test
  void embed_batch_equalsSingles() {
    FeatureEmbedding embedding = new FeatureEmbedding(options(Aggregation.MEAN, 0));
    float[] both = embedding.embed(maps);
    for (int i = 0; i < 2; i++) {
      INDArray a = maps.get("a").get(NDArrayIndex.interval(i, i + 1));
      INDArray b = maps.get("b").get(NDArrayIndex.interval(i, i + 1));
      int values = both.length / 2;
      assertThat(embedding.embed(Map.of("a", a, "b", b)))
          .containsExactly(Arrays.copyOfRange(both, i * values, (i + 1) * values));
    }
  }

  @Test
  void embed_missingTap_isNamed() {
    FeatureEmbedding embedding = new FeatureEmbedding(options(Aggregation.MEAN, 0));
    assertThatThrownBy(() -> embedding.embed(Map.of("a", maps.get("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tap 'b'");
  }

  private static FeatureOptions options(Aggregation aggregation, int pooled) {
    return new FeatureOptions(
        "any", List.of("a", "b"), 3, aggregation, pooled, FeatureScaling.NONE);
  }
}
