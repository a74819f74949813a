package org.madenet.core.metric;

/**
 * Labels the 8-connected regions of a ground-truth mask: two pixels that touch, at a corner even,
 * are of one region.
 */
final class GroundTruthRegions {

  private final int[] labels;
  private final int[] areas;

  private GroundTruthRegions(int[] labels, int[] areas) {
    this.labels = labels;
    this.areas = areas;
  }

  /**
   * Labels a mask.
   *
   * @param mask true where anomalous, row by row
   * @param width of a row
   */
  static GroundTruthRegions of(boolean[] mask, int width) {
    int[] parent = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (!mask[i]) {
        continue;
      }
      parent[i] = i;
      int x = i % width;
      if (x > 0 && mask[i - 1]) {
        join(parent, i, i - 1);
      }
      if (i >= width) {
        for (int dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          if (mask[i - width + dx]) {
            join(parent, i, i - width + dx);
          }
        }
      }
    }
    int[] labels = new int[mask.length];
    int[] areas = new int[mask.length];
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      if (!mask[i]) {
        labels[i] = -1;
        continue;
      }
      int root = find(parent, i);
      // Joining always keeps the smaller index, so a root comes before its region's other pixels.
      labels[i] = root == i ? count++ : labels[root];
      areas[labels[i]]++;
    }
    return new GroundTruthRegions(labels, java.util.Arrays.copyOf(areas, count));
  }

  /** Number of regions. */
  int count() {
    return areas.length;
  }

  /** Region of a pixel, 0-based; -1 for a normal one. */
  int label(int pixel) {
    return labels[pixel];
  }

  /** Pixels of a region. */
  int area(int region) {
    return areas[region];
  }

  private static int find(int[] parent, int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  private static void join(int[] parent, int a, int b) {
    int rootA = find(parent, a);
    int rootB = find(parent, b);
    if (rootA < rootB) {
      parent[rootB] = rootA;
    } else {
      parent[rootA] = rootB;
    }
  }
}
