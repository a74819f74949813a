package org.madenet.data.mini;

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

  /** Paints layers one after the other. The seed gives grain and bumps their pattern. */
  void paint(List<Layer> layers, long seed) {
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      paint(layer, Hash.mix(seed, layer.role().ordinal() * 1000L + layer.index()));
    }
  }

  private void paint(Layer layer, long seed) {
    Shape.Bounds b = layer.shape().bounds();
    int x0 = Math.max(0, (int) Math.floor(b.x0() * scale - 1));
    int y0 = Math.max(0, (int) Math.floor(b.y0() * scale - 1));
    int x1 = Math.min(size - 1, (int) Math.ceil(b.x1() * scale + 1));
    int y1 = Math.min(size - 1, (int) Math.ceil(b.y1() * scale + 1));
    Material m = layer.material();
    float cell = 1 / m.grainSize();
    for (int py = y0; py <= y1; py++) {
      double y = (py + 0.5) / scale;
      for (int px = x0; px <= x1; px++) {
        double x = (px + 0.5) / scale;
        double d = layer.shape().distance(x, y);
        float cover = (float) (Math.max(0, Math.min(1, 0.5 - d * scale)) * layer.opacity());
        if (cover <= 0) {
          continue;
        }
        int i = py * size + px;
        float tone = 1;
        if (m.grain() > 0) {
          tone +=
              m.grain()
                  * (0.6f * Hash.smooth(seed, x * cell, y * cell)
                      + 0.4f * Hash.smooth(seed + 1, x * cell * 2.7, y * cell * 2.7));
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
}
