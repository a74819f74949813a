package org.madenet.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

class MapScaleTest {

  private static AnomalyMap map(float... values) {
    return new AnomalyMap(new ImageSize(1, values.length), values);
  }

  @Test
  void build_anomaliesAboveNormal_goesFromNormalMedianToAnomalousMaximum() {
    MapScale.Builder builder = new MapScale.Builder();
    builder.add(map(1, 2, 3), false);
    builder.add(map(2, 9), true);

    assertThat(builder.build()).isEqualTo(new MapScale(2, 9));
  }

  @Test
  void build_anomaliesBelowNormal_stillCoversTheNormalPixels() {
    MapScale.Builder builder = new MapScale.Builder();
    builder.add(map(1, 2, 3, 4, 5), false);
    builder.add(map(0, 0.5f), true);

    MapScale scale = builder.build();

    assertThat(scale.low()).isEqualTo(3);
    assertThat(scale.high()).isEqualTo(4);
  }

  @Test
  void build_normalMap_looksAtAllColumns() {
    ImageSize size = ImageSize.square(256);
    float[] values = new float[size.pixels()];
    for (int i = 0; i < values.length; i++) {
      int column = i % size.width();
      values[i] = column > 100 && column < 160 ? 0 : 5;
    }
    MapScale.Builder builder = new MapScale.Builder();
    builder.add(new AnomalyMap(size, values), false);
    builder.add(map(9), true);

    assertThat(builder.build()).isEqualTo(new MapScale(5, 9));
  }

  @Test
  void position_outsideTheScale_isClamped() {
    MapScale scale = new MapScale(2, 4);

    assertThat(scale.position(1)).isZero();
    assertThat(scale.position(3)).isEqualTo(0.5);
    assertThat(scale.position(9)).isEqualTo(1);
  }

  @Test
  void covering_severalScales_isTheirHull() {
    assertThat(MapScale.covering(List.of(new MapScale(0, 2), new MapScale(-1, 1))))
        .isEqualTo(new MapScale(-1, 2));
  }
}
