package org.madenet.core.image;

import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/**
 * Gaussian smoothing as {@code scipy.ndimage.gaussian_filter} does it: the kernel is cut at four
 * standard deviations and normalised to sum one; borders are reflected with the edge pixel repeated
 * (scipy's {@code reflect}: {@code d c b a | a b c d | d c b a}). Separable, one pass per axis.
 * Immutable, safe for use by several threads.
 */
public final class GaussianBlur {

  private static final double TRUNCATE = 4.0;

  private final double sigma;

  /** Weights from the centre outwards, {@code radius + 1} of them. */
  private final float[] weights;

  /**
   * A blur of fixed width.
   *
   * @param sigma standard deviation in pixels; 0 leaves planes as they are
   * @throws IllegalArgumentException if sigma is negative or not finite
   */
  public GaussianBlur(double sigma) {
    if (!(sigma >= 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException("sigma must be finite and at least 0, but is " + sigma);
    }
    this.sigma = sigma;
    int radius = (int) (TRUNCATE * sigma + 0.5);
    double[] exact = new double[radius + 1];
    double sum = 0;
    for (int i = 0; i <= radius; i++) {
      exact[i] = i == 0 ? 1 : Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? exact[i] : 2 * exact[i];
    }
    weights = new float[radius + 1];
    for (int i = 0; i <= radius; i++) {
      weights[i] = (float) (exact[i] / sum);
    }
  }

  /**
   * The width of the blur.
   *
   * @return standard deviation in pixels
   */
  public double sigma() {
    return sigma;
  }

  /**
   * Smooths an anomaly map.
   *
   * @param map the map, left as it is
   * @return a new map of the same size
   */
  public AnomalyMap apply(AnomalyMap map) {
    return new AnomalyMap(map.size(), apply(map.values(), map.size()));
  }

  /**
   * Smooths a plane.
   *
   * @param plane {@code height * width} values in row-major order, left as they are
   * @param size height and width
   * @return a new plane
   */
  public float[] apply(float[] plane, ImageSize size) {
    if (plane.length != size.pixels()) {
      throw new IllegalArgumentException(
          "a plane of " + size + " has " + size.pixels() + " values, not " + plane.length);
    }
    return alongRows(alongColumns(plane, size), size);
  }

  /** Vertical pass: whole rows are added up, so memory is read in order. */
  private float[] alongColumns(float[] in, ImageSize size) {
    int height = size.height();
    int width = size.width();
    float[] out = new float[in.length];
    for (int y = 0; y < height; y++) {
      int at = y * width;
      addScaled(in, at, weights[0], out, at, width);
      for (int k = 1; k < weights.length; k++) {
        addScaled(in, reflect(y - k, height) * width, weights[k], out, at, width);
        addScaled(in, reflect(y + k, height) * width, weights[k], out, at, width);
      }
    }
    return out;
  }

  private static void addScaled(
      float[] in, int inOffset, float factor, float[] out, int outOffset, int count) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] += factor * in[inOffset + i];
    }
  }

  /** Horizontal pass over a copy of each row with its reflected borders. */
  private float[] alongRows(float[] in, ImageSize size) {
    int width = size.width();
    int radius = weights.length - 1;
    float[] out = new float[in.length];
    float[] padded = new float[width + 2 * radius];
    for (int y = 0; y < size.height(); y++) {
      int at = y * width;
      for (int i = 0; i < padded.length; i++) {
        padded[i] = in[at + reflect(i - radius, width)];
      }
      addScaled(padded, radius, weights[0], out, at, width);
      for (int k = 1; k <= radius; k++) {
        addScaled(padded, radius - k, weights[k], out, at, width);
        addScaled(padded, radius + k, weights[k], out, at, width);
      }
    }
    return out;
  }

  /** The index inside {@code 0..length-1} that mirrors {@code i}, as often as needed. */
  private static int reflect(int i, int length) {
    int period = 2 * length;
    int folded = Math.floorMod(i, period);
    return folded < length ? folded : period - 1 - folded;
  }
}
