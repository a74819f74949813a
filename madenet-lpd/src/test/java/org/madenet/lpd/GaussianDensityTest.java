package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.madenet.core.io.PlainJson;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GaussianDensityTest {

  /**
   * By hand: S = diag(2, 0.5), mu = 1.25; the spread of S about mu I is 0.5625, the error of S is 4
   * * 4.25 / 16 / 2 = 0.53125, so the shrinkage is 17/18 and the covariance diag(31/24, 29/24).
   */
  @Test
  void distance_fourPoints_isWorkedByHand() {
    GaussianDensity.Fit fit = new GaussianDensity.Fit(2);
    fit.add(new float[] {2, 0, -2, 0});
    fit.add(new float[] {0, 1, 0, -1});
    GaussianDensity density = fit.build();
    assertThat(fit.shrinkage()).isCloseTo(17.0 / 18, within(1e-12));
    float[] distances =
        density.distances(Nd4j.create(new float[] {1, 1, 0, 0}, new long[] {2, 2}, 'c'));
    // The whitening is kept in float32.
    assertThat((double) distances[0]).isCloseTo(Math.sqrt(24.0 / 31 + 24.0 / 29), within(1e-6));
    assertThat(distances[1]).isZero();
  }

  /** Ledoit and Wolf's definition (2004, lemmas 3.2 to 3.4), with every product written out. */
  @Test
  void shrinkage_correlatedPointsOffTheOrigin_equalsItsDefinition() {
    int n = 40;
    int d = 5;
    SplittableRandom random = new SplittableRandom(3);
    float[] rows = new float[n * d];
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      for (int j = 0; j < d; j++) {
        rows[i * d + j] = (float) (2 * j + common * (j - 1) + 0.5 * random.nextGaussian());
      }
    }
    double[] mean = new double[d];
    for (int i = 0; i < n * d; i++) {
      mean[i % d] += rows[i] / (double) n;
    }
    double[][] sample = new double[d][d];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          sample[a][b] += (rows[i * d + a] - mean[a]) * (rows[i * d + b] - mean[b]) / n;
        }
      }
    }
    double mu = 0;
    for (int a = 0; a < d; a++) {
      mu += sample[a][a] / d;
    }
    double spread = 0;
    double error = 0;
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        spread += Math.pow(sample[a][b] - (a == b ? mu : 0), 2) / d;
        for (int i = 0; i < n; i++) {
          double product = (rows[i * d + a] - mean[a]) * (rows[i * d + b] - mean[b]);
          error += Math.pow(product - sample[a][b], 2) / d / n / n;
        }
      }
    }
    GaussianDensity.Fit fit = new GaussianDensity.Fit(d);
    fit.add(rows);
    GaussianDensity density = fit.build();
    double expected = Math.min(error, spread) / spread;
    assertThat(expected).isBetween(0.01, 0.9);
    // Sums of values up to 10^4 in double precision, then differences of them.
    assertThat(fit.shrinkage()).isCloseTo(expected, within(1e-9));

    // The whitening turns the shrunk covariance into the identity.
    INDArray shrunk = Nd4j.zeros(d, d);
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        double value = (1 - expected) * sample[a][b] + (a == b ? expected * mu : 0);
        shrunk.putScalar(a, b, value);
      }
    }
    INDArray whitening = density.whitening();
    INDArray identity = whitening.mmul(shrunk).mmul(whitening.transpose());
    assertThat(identity.sub(Nd4j.eye(d)).amaxNumber().doubleValue()).isLessThan(1e-4);
  }

  /** Values of {@code tools/make_lpd_fixtures.py}. */
  @Test
  void distances_correlatedPoints_areScikitLearns() throws IOException {
    JsonNode golden;
    try (InputStream in = GaussianDensityTest.class.getResourceAsStream("ledoit-wolf.json")) {
      golden = PlainJson.parse(in.readAllBytes());
    }
    INDArray queries = matrix(golden.get("queries"));
    GaussianDensity.Fit fit = new GaussianDensity.Fit(queries.columns());
    fit.add(matrix(golden.get("rows")).data().asFloat());
    float[] distances = fit.build().distances(queries);
    // scikit-learn subtracts the mean before it forms products; both are in double precision.
    assertThat(fit.shrinkage()).isCloseTo(golden.get("shrinkage").asDouble(), within(1e-9));
    for (int i = 0; i < distances.length; i++) {
      double expected = golden.get("distances").get(i).asDouble();
      // The whitening is kept in float32.
      assertThat((double) distances[i]).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  private static INDArray matrix(JsonNode rows) {
    INDArray matrix = Nd4j.zeros(rows.size(), rows.get(0).size());
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.get(0).size(); j++) {
        matrix.putScalar(i, j, rows.get(i).get(j).asDouble());
      }
    }
    return matrix;
  }

  @Test
  void build_equalPointsOrOne_isRefused() {
    GaussianDensity.Fit one = new GaussianDensity.Fit(2);
    one.add(new float[] {1, 2});
    assertThatThrownBy(one::build).hasMessageContaining("at least two");
    one.add(new float[] {1, 2});
    assertThatThrownBy(one::build).hasMessageContaining("different");
  }

  @Test
  void normalize_anyRows_haveLengthOneOrStayZero() {
    float[] rows = {3, 4, 0, 0};
    GaussianDensity.normalize(rows, 2);
    assertThat(rows).containsExactly(new float[] {0.6f, 0.8f, 0, 0}, within(1e-7f));
  }
}
