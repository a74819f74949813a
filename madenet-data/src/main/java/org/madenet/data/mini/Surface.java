package org.madenet.data.mini;

import java.util.Arrays;
import java.util.List;

/** Albedo, height and gloss of a square patch of board, pixel by pixel. */
final class Surface {

  final int size;
  final float scale;
  final float[] red;
  final float[] green;
  final float[] blue;
  final float[] gloss;
  final float[] height;

  /** An empty surface of {@code size x size} pixels, which show 256 x 256 board units. */
  Surface(int size) {
    this.size = size;
    this.scale = size / 256f;
    int n = size * size;
    red = new float[n];
    green = new float[n];
    blue = new float[n];
    gloss = new float[n];
    height = new float[n];
  }

  /** A copy that can be painted on by itself. */
  Surface copy() {
    Surface out = new Surface(size);
    System.arraycopy(red, 0, out.red, 0, red.length);
    System.arraycopy(green, 0, out.green, 0, green.length);
    System.arraycopy(blue, 0, out.blue, 0, blue.length);
    System.arraycopy(gloss, 0, out.gloss, 0, gloss.length);
    System.arraycopy(height, 0, out.height, 0, height.length);
    return out;
  }

  /** Paints layers one after the other. The seed gives grain and bumps their pattern. */
  void paint(List<Layer> layers, long seed) {
    for (Layer layer : layers) {
      paint(layer, Hash.mix(seed, layer.role().ordinal() * 1000L + layer.index()));
    }
  }

  private void paint(Layer layer, long seed) {
    Region region = region(layer.shape().bounds());
    if (region.isEmpty()) {
      return;
    }
    int width = region.x1 - region.x0 + 1;
    double[] distances = distances(layer.shape(), region);
    Material m = layer.material();
    boolean grained = m.grain() > 0;
    double cell = 1.0 / m.grainSize();
    NoiseRow coarse = new NoiseRow(seed, cell, scale, region.x0, region.x1);
    NoiseRow fine = new NoiseRow(seed + 1, cell * 2.7, scale, region.x0, region.x1);
    for (int py = region.y0; py <= region.y1; py++) {
      if (grained) {
        coarse.moveTo(py);
        fine.moveTo(py);
      }
      for (int px = region.x0; px <= region.x1; px++) {
        double d = distances[(py - region.y0) * width + px - region.x0];
        float cover = (float) (Math.max(0, Math.min(1, 0.5 - d * scale)) * layer.opacity());
        if (cover <= 0) {
          continue;
        }
        int i = py * size + px;
        float tone = 1;
        if (grained) {
          tone += m.grain() * (0.6f * coarse.at(px) + 0.4f * fine.at(px));
        }
        double z = layer.relief().height(Math.max(0, -d), height[i]);
        if (m.roughness() > 0) {
          z += m.roughness() * (Hash.unit(seed + 2, px, py) - 0.5f) * 2 / scale;
        }
        red[i] += (m.red() * tone - red[i]) * cover;
        green[i] += (m.green() * tone - green[i]) * cover;
        blue[i] += (m.blue() * tone - blue[i]) * cover;
        gloss[i] += (m.gloss() - gloss[i]) * cover;
        height[i] += ((float) z - height[i]) * cover;
      }
    }
  }

  /** Distances to the outline in a region, row by row; too far outside to matter is infinite. */
  private double[] distances(Shape shape, Region region) {
    int width = region.x1 - region.x0 + 1;
    double[] out = new double[width * (region.y1 - region.y0 + 1)];
    Arrays.fill(out, Double.POSITIVE_INFINITY);
    shape
        .pieces()
        .forEach(
            piece -> {
              Region own = region(piece.bounds());
              for (int py = own.y0; py <= own.y1; py++) {
                double y = (py + 0.5) / scale;
                int row = (py - region.y0) * width - region.x0;
                for (int px = own.x0; px <= own.x1; px++) {
                  double d = piece.distance((px + 0.5) / scale, y);
                  out[row + px] = Math.min(out[row + px], d);
                }
              }
            });
    return out;
  }

  private Region region(Shape.Bounds b) {
    return new Region(
        Math.max(0, (int) Math.floor(b.x0() * scale - 1)),
        Math.max(0, (int) Math.floor(b.y0() * scale - 1)),
        Math.min(size - 1, (int) Math.ceil(b.x1() * scale + 1)),
        Math.min(size - 1, (int) Math.ceil(b.y1() * scale + 1)));
  }

  /** Pixels from (x0, y0) to (x1, y1), both included. */
  private record Region(int x0, int y0, int x1, int y1) {

    boolean isEmpty() {
      return x1 < x0 || y1 < y0;
    }
  }
}
