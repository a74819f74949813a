package org.madenet.sfad;

import java.util.SplittableRandom;

/**
 * The anomalous feature generator's noise, equation (10): every value drawn by itself from N(mean,
 * sigma^2).
 *
 * @param mean mu
 * @param sigma standard deviation
 */
record FeatureNoise(double mean, double sigma) {

  void fill(float[] target, SplittableRandom random) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) (mean + sigma * random.nextGaussian());
    }
  }
}
