package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.ProgressListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WhiteningTest {

  private static final int CHANNELS = 6;
  private static final double RIDGE = 1e-4;

  /** What was whitened has the covariance of independent directions, those that are kept. */
  @Test
  void fit_cells_becomeUncorrelatedWithVarianceOne() {
    try (FeatureCache train = cache(40, 1)) {
      CellFeatures features = features(train);
      INDArray weight = Whitening.fit(features, features, 4, RIDGE).weight();
      assertThat(weight.shape()).containsExactly(CHANNELS, 4);
      INDArray rows = rows(features).mmul(weight.castTo(DataType.DOUBLE));
      INDArray centred = rows.subRowVector(rows.mean(0));
      INDArray covariance = centred.transpose().mmul(centred).div(rows.rows());
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          // Variances here are 0.01 and more, so the ridge takes a hundredth of 1 at most.
          assertThat(covariance.getDouble(i, j)).isCloseTo(i == j ? 1 : 0, within(0.011));
        }
      }
    }
  }

  @Test
  void fit_directionsComeLargestVarianceFirst() {
    try (FeatureCache train = cache(40, 1)) {
      CellFeatures features = features(train);
      INDArray weight = Whitening.fit(features, features, CHANNELS, RIDGE).weight();
      // A direction is divided by its standard deviation, so the columns grow.
      double[] lengths = weight.castTo(DataType.DOUBLE).norm2(0).toDoubleVector();
      assertThat(lengths).isSorted();
    }
  }

  @Test
  void fit_heldOutLikeTraining_takesTheLeastRidge() {
    try (FeatureCache train = cache(40, 1);
        FeatureCache heldOut = cache(40, 2)) {
      Whitening whitening = Whitening.fit(features(train), features(heldOut), CHANNELS, RIDGE);
      assertThat(whitening.ridge()).isEqualTo(RIDGE);
      // Two samples of 2560 cells from one distribution.
      assertThat(whitening.heldOutDistance()).isCloseTo(1, within(0.1));
      // A set is as far from its mean as it is.
      whitening = Whitening.fit(features(train), features(train), CHANNELS, RIDGE);
      assertThat(whitening.heldOutDistance()).isCloseTo(1, within(1e-6));
    }
  }

  /** One image of cells that are all alike fills no direction; others leave through all. */
  @Test
  void fit_heldOutLeavesTheTrainingCells_takesALargerRidge() {
    try (FeatureCache train = cache(new Noise(1, 3, 0.001f));
        FeatureCache heldOut = cache(40, 2)) {
      assertThat(Whitening.fit(features(train), features(heldOut), CHANNELS, RIDGE).ridge())
          .isEqualTo(100 * RIDGE, within(1e-12));
    }
  }

  private static FeatureCache cache(int images, long seed) {
    return cache(new Noise(images, seed, 1));
  }

  private static FeatureCache cache(NormalImages images) {
    return FeatureCache.fill(images, new NoiseFeatures(), 8, 1 << 24, ProgressListener.NONE);
  }

  private static CellFeatures features(FeatureCache cache) {
    return new CellFeatures(cache, ChannelScaling.identity(CHANNELS));
  }

  private static INDArray rows(CellFeatures features) {
    int[] all = features.all();
    float[] values = new float[features.images() * all.length * CHANNELS];
    for (int image = 0; image < features.images(); image++) {
      features.copy(image, all, all.length, values, image * all.length);
    }
    return Nd4j.create(values, new long[] {values.length / CHANNELS, CHANNELS}, 'c')
        .castTo(DataType.DOUBLE);
  }

  /** Images that are nothing but their number. */
  private record Noise(int size, long seed, float scale) implements NormalImages {

    @Override
    public ImageSize imageSize() {
      return PatternFeatures.SIZE;
    }

    @Override
    public String id(int index) {
      return seed + "-" + index + "-" + scale;
    }

    @Override
    public String fingerprint() {
      return toString();
    }

    @Override
    public ImageBatch images(int... indices) {
      List<String> ids = Arrays.stream(indices).mapToObj(this::id).toList();
      return new ImageBatch(ids, Nd4j.zeros(indices.length, 3, 64, 64));
    }
  }

  /** Correlated normal numbers, drawn from what an image's id says, with deviations 1 to 0.1. */
  private static final class NoiseFeatures implements FeatureSource {

    @Override
    public ImageSize imageSize() {
      return PatternFeatures.SIZE;
    }

    @Override
    public FeatureGrid grid() {
      return new FeatureGrid(ImageSize.square(8), CHANNELS);
    }

    @Override
    public String fingerprint() {
      return "noise";
    }

    @Override
    public float[] describe(ImageBatch batch) {
      float[] all = new float[batch.size() * 64 * CHANNELS];
      int at = 0;
      for (String id : batch.ids()) {
        float scale = Float.parseFloat(id.substring(id.lastIndexOf('-') + 1));
        Random random = new Random(id.hashCode());
        for (int cell = 0; cell < 64; cell++) {
          double common = random.nextGaussian();
          for (int c = 0; c < CHANNELS; c++) {
            double own = Math.pow(0.1, c / 5.0) * random.nextGaussian();
            all[at++] = scale * (float) (own + 0.5 * common);
          }
        }
      }
      return all;
    }

    @Override
    public void close() {}
  }
}
