package org.madenet.data.synthesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.nd4j.linalg.factory.Nd4j;

/** Images for tests of the synthesis. */
final class TestImages {

  private TestImages() {}

  /** Colour texture that fills the image. */
  static float[] texture(ImageSize size, long seed) {
    float[] image = new float[3 * size.pixels()];
    new ProceduralTextures().draw(3, new SplittableRandom(seed), size, image);
    return image;
  }

  /** Grey grain of moderate contrast around a level that falls from left to right. */
  static float[] greyTexture(ImageSize size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] image = new float[3 * size.pixels()];
    for (int i = 0; i < size.pixels(); i++) {
      float slope = 0.2f * (i % size.width()) / size.width();
      float grain = 0.15f * (random.nextInt(256) + random.nextInt(256) - 255) / 255f;
      float level = Math.round(255 * (0.6f - slope + grain)) / 255f;
      for (int c = 0; c < 3; c++) {
        image[c * size.pixels() + i] = level;
      }
    }
    return image;
  }

  /**
   * A disc before a background, both with grain; the disc covers the middle.
   *
   * @param background grey level
   * @param object grey level
   */
  static float[] disc(ImageSize size, float background, float object, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] image = new float[3 * size.pixels()];
    for (int i = 0; i < size.pixels(); i++) {
      float level = inDisc(i / size.width(), i % size.width(), size, 0) ? object : background;
      for (int c = 0; c < 3; c++) {
        image[c * size.pixels() + i] = level + 0.02f * (float) random.nextDouble(-1, 1);
      }
    }
    return image;
  }

  /** Whether a pixel lies in the disc grown by some pixels. */
  static boolean inDisc(int y, int x, ImageSize size, double grown) {
    double radius = 0.3 * Math.min(size.height(), size.width()) + grown;
    double dy = y + 0.5 - size.height() / 2.0;
    double dx = x + 0.5 - size.width() / 2.0;
    return dy * dy + dx * dx <= radius * radius;
  }

  /** A source of textures; {@code broken} cannot be read, -1 for none. */
  record Source(int size, ImageSize imageSize, int broken) implements NormalImages {
    @Override
    public String id(int index) {
      return "image " + index;
    }

    @Override
    public ImageBatch images(int... indices) {
      int values = 3 * imageSize.pixels();
      float[] all = new float[indices.length * values];
      for (int i = 0; i < indices.length; i++) {
        if (indices[i] == broken) {
          throw new UncheckedIOException(new IOException("folder/" + broken + ".png: is damaged"));
        }
        System.arraycopy(texture(imageSize, indices[i]), 0, all, i * values, values);
      }
      List<String> ids = IntStream.of(indices).mapToObj(this::id).toList();
      long[] shape = {ids.size(), 3, imageSize.height(), imageSize.width()};
      return new ImageBatch(ids, Nd4j.create(all, shape, 'c'));
    }

    @Override
    public String fingerprint() {
      return "textures " + size + " " + imageSize;
    }
  }
}
