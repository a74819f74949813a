package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;

/**
 * Finds the object before a plain background. The border shows the background: a plane per channel
 * is fitted to it. Each pixel's distance to the plane is thresholded after Otsu. On grey levels
 * alone Otsu's threshold would keep the bright leads of a dark part and lose the part.
 */
final class ForegroundFinder {

  private static final int BINS = 256;

  /** Of the shorter side: width of the border that shows the background. */
  private static final double BORDER = 0.02;

  /** How often the background's plane is fitted; each time without the outliers of the last. */
  private static final int ROUNDS = 3;

  /** Border pixels farther from the plane than this many medians are outliers. */
  private static final float OUTLIER = 2.5f;

  /**
   * Distances count as {@code d / (d + half)}, half being this many medians of the border: what
   * differs much and what differs very much are the object alike.
   */
  private static final float SATURATION = 4;

  private static final float LEAST_HALF = 4 / 255f;

  /** Of the shorter side: radius of opening, which removes specks and threads. */
  private static final double OPENING = 0.016;

  /** Of the shorter side: radius of closing, which joins parts and fills notches. */
  private static final double CLOSING = 0.012;

  /** Of the largest object: smaller ones are specks. */
  private static final double SPECK = 0.05;

  /** What AUTO asks for; see {@link ForegroundMask}. */
  static final double LEAST_SEPARATION = 0.8;

  static final double LEAST_HOMOGENEITY = 0.9;
  static final double LEAST_SHARE = 0.02;
  static final double LARGEST_SHARE = 0.9;

  /**
   * What was found.
   *
   * @param object the cleaned object; can be empty
   * @param separation variance between the two sides of the threshold, as a share of all; 0 in flat
   *     images
   * @param homogeneity share of the border that is not the cleaned object
   */
  record Found(BitSet object, double separation, double homogeneity) {}

  private final ImageSize size;
  private final int width;
  private final int height;

  ForegroundFinder(ImageSize size) {
    this.size = size;
    this.width = size.width();
    this.height = size.height();
  }

  Found find(float[] image) {
    int pixels = size.pixels();
    float[] distance = distance(image);
    int[] border = border();
    float typical = median(distance, border);
    float half = Math.max(LEAST_HALF, SATURATION * typical);
    int[] histogram = new int[BINS];
    byte[] levels = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      int level = (int) (distance[i] / (distance[i] + half) * (BINS - 1) + 0.5f);
      levels[i] = (byte) level;
      histogram[level]++;
    }
    Otsu otsu = Otsu.of(histogram, pixels);
    boolean[] object = new boolean[pixels];
    for (int i = 0; i < pixels; i++) {
      object[i] = (levels[i] & 255) > otsu.threshold();
    }
    BitSet cleaned = clean(object);
    int background = 0;
    for (int i : border) {
      background += cleaned.get(i) ? 0 : 1;
    }
    return new Found(cleaned, otsu.separation(), (double) background / border.length);
  }

  /** Mean over the channels of each pixel's absolute difference to the background's plane. */
  private float[] distance(float[] image) {
    int pixels = size.pixels();
    int[] border = border();
    int[] fitted = border;
    float[] distance = new float[pixels];
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(distance, 0);
      for (int c = 0; c < 3; c++) {
        Plane plane = Plane.fit(image, c * pixels, fitted, width, height);
        for (int i = 0; i < pixels; i++) {
          distance[i] += Math.abs(image[c * pixels + i] - plane.at(i)) / 3;
        }
      }
      float limit = OUTLIER * median(distance, border);
      fitted = Arrays.stream(border).filter(i -> distance[i] <= limit).toArray();
    }
    return distance;
  }

  private static float median(float[] values, int[] places) {
    float[] sorted = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      sorted[i] = values[places[i]];
    }
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A channel that changes linearly over the image, in coordinates of -1 to 1. */
  private record Plane(float mean, float alongX, float alongY, int width, int height) {

    /** Least squares over some pixels. Where they do not span the image's plane, the mean stays. */
    static Plane fit(float[] image, int base, int[] places, int width, int height) {
      double n = places.length;
      double[] sums = new double[8];
      for (int i : places) {
        double x = coordinate(i % width, width);
        double y = coordinate(i / width, height);
        double value = image[base + i];
        sums[0] += x;
        sums[1] += y;
        sums[2] += value;
        sums[3] += x * x;
        sums[4] += y * y;
        sums[5] += x * y;
        sums[6] += x * value;
        sums[7] += y * value;
      }
      double meanX = sums[0] / n;
      double meanY = sums[1] / n;
      double mean = sums[2] / n;
      double xx = sums[3] / n - meanX * meanX;
      double yy = sums[4] / n - meanY * meanY;
      double xy = sums[5] / n - meanX * meanY;
      double xv = sums[6] / n - meanX * mean;
      double yv = sums[7] / n - meanY * mean;
      double determinant = xx * yy - xy * xy;
      boolean spans = determinant > 1e-3;
      double alongX = spans ? (yy * xv - xy * yv) / determinant : 0;
      double alongY = spans ? (xx * yv - xy * xv) / determinant : 0;
      return new Plane(
          (float) (mean - alongX * meanX - alongY * meanY),
          (float) alongX,
          (float) alongY,
          width,
          height);
    }

    private static double coordinate(int i, int length) {
      return length == 1 ? 0 : 2.0 * i / (length - 1) - 1;
    }

    float at(int pixel) {
      return mean
          + alongX * (float) coordinate(pixel % width, width)
          + alongY * (float) coordinate(pixel / width, height);
    }
  }

  /** Pixels near the image's edges. */
  private int[] border() {
    int thick = Math.max(1, radius(BORDER));
    return IntStream.range(0, size.pixels())
        .filter(
            i -> {
              int x = i % width;
              int y = i / width;
              return x < thick || y < thick || x >= width - thick || y >= height - thick;
            })
        .toArray();
  }

  /**
   * Otsu's threshold.
   *
   * @param threshold the last level of the dark side
   * @param separation variance between the sides over variance of all
   */
  record Otsu(int threshold, double separation) {

    static Otsu of(int[] histogram, int count) {
      double sum = 0;
      double squares = 0;
      for (int level = 0; level < histogram.length; level++) {
        sum += (double) level * histogram[level];
        squares += (double) level * level * histogram[level];
      }
      double variance = squares / count - sum / count * (sum / count);
      if (variance <= 0) {
        return new Otsu(0, 0);
      }
      int best = 0;
      double largest = -1;
      double below = 0;
      double sumBelow = 0;
      for (int level = 0; level < histogram.length - 1; level++) {
        below += histogram[level];
        sumBelow += (double) level * histogram[level];
        if (below == 0 || below == count) {
          continue;
        }
        double apart = sumBelow / below - (sum - sumBelow) / (count - below);
        double between = below / count * (1 - below / count) * apart * apart;
        if (between > largest) {
          largest = between;
          best = level;
        }
      }
      return new Otsu(best, largest / variance);
    }
  }

  private int radius(double share) {
    return (int) Math.round(share * Math.min(width, height));
  }

  private BitSet clean(boolean[] object) {
    int closing = Math.max(1, radius(CLOSING));
    boolean[] closed = erode(dilate(object, closing), closing);
    fillHoles(closed);
    int opening = Math.max(1, radius(OPENING));
    boolean[] opened = dilate(erode(closed, opening), opening);
    return withoutSpecks(opened);
  }

  private boolean[] dilate(boolean[] set, int radius) {
    return within(set, radius, true);
  }

  /** Outside the image counts as object, so that an object at the border is not eaten away. */
  private boolean[] erode(boolean[] set, int radius) {
    return within(set, radius, false);
  }

  /**
   * Marks what is within a square of a pixel of one kind: marked pixels in dilation, unmarked ones
   * (to unmark) in erosion. Along rows, then along columns, by the distance to the last one seen.
   */
  private boolean[] within(boolean[] set, int radius, boolean kind) {
    boolean[] rows = new boolean[set.length];
    for (int y = 0; y < height; y++) {
      spread(set, rows, y * width, 1, width, radius, kind);
    }
    boolean[] both = new boolean[set.length];
    for (int x = 0; x < width; x++) {
      spread(rows, both, x, width, height, radius, kind);
    }
    return both;
  }

  private static void spread(
      boolean[] from, boolean[] to, int start, int step, int length, int radius, boolean kind) {
    int last = -radius - 1;
    for (int i = 0; i < length; i++) {
      if (from[start + i * step] == kind) {
        last = i;
      }
      to[start + i * step] = (i - last <= radius) == kind;
    }
    last = length + radius;
    for (int i = length - 1; i >= 0; i--) {
      if (from[start + i * step] == kind) {
        last = i;
      }
      if (last - i <= radius) {
        to[start + i * step] = kind;
      }
    }
  }

  /** Marks what the border cannot reach through unmarked pixels. */
  private void fillHoles(boolean[] set) {
    boolean[] outside = new boolean[set.length];
    int[] queue = new int[set.length];
    int end = 0;
    for (int i = 0; i < set.length; i++) {
      int x = i % width;
      int y = i / width;
      boolean border = x == 0 || y == 0 || x == width - 1 || y == height - 1;
      if (border && !set[i]) {
        outside[i] = true;
        queue[end++] = i;
      }
    }
    flood(set, false, outside, queue, end);
    for (int i = 0; i < set.length; i++) {
      set[i] = !outside[i];
    }
  }

  /** Spreads over 4-connected pixels of a kind; returns the end of the queue. */
  private int flood(boolean[] set, boolean kind, boolean[] seen, int[] queue, int end) {
    int last = end;
    for (int next = 0; next < last; next++) {
      int i = queue[next];
      int x = i % width;
      if (x > 0) {
        last = visit(i - 1, set, kind, seen, queue, last);
      }
      if (x < width - 1) {
        last = visit(i + 1, set, kind, seen, queue, last);
      }
      if (i >= width) {
        last = visit(i - width, set, kind, seen, queue, last);
      }
      if (i < set.length - width) {
        last = visit(i + width, set, kind, seen, queue, last);
      }
    }
    return last;
  }

  private static int visit(
      int i, boolean[] set, boolean kind, boolean[] seen, int[] queue, int end) {
    if (seen[i] || set[i] != kind) {
      return end;
    }
    seen[i] = true;
    queue[end] = i;
    return end + 1;
  }

  private BitSet withoutSpecks(boolean[] set) {
    boolean[] seen = new boolean[set.length];
    int[] queue = new int[set.length];
    int[] component = new int[set.length];
    int[] areas = new int[16];
    int components = 0;
    for (int i = 0; i < set.length; i++) {
      if (set[i] && !seen[i]) {
        seen[i] = true;
        queue[0] = i;
        int area = flood(set, true, seen, queue, 1);
        components++;
        if (components == areas.length) {
          areas = Arrays.copyOf(areas, 2 * components);
        }
        areas[components] = area;
        for (int k = 0; k < area; k++) {
          component[queue[k]] = components;
        }
      }
    }
    int largest = Arrays.stream(areas).max().orElse(0);
    BitSet kept = new BitSet(set.length);
    for (int i = 0; i < set.length; i++) {
      if (set[i] && areas[component[i]] >= SPECK * largest) {
        kept.set(i);
      }
    }
    return kept;
  }
}
