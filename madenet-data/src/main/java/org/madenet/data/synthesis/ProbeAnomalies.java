package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

/**
 * Anomalies that no detector of this library is trained on, for choosing between detectors where no
 * real anomaly is known: one that was trained on the very anomalies it is judged by would win
 * whatever it is worth. Each sample gets one ellipse of 4 to 20 % of the image's shorter side
 * (semi-axes), centred in the foreground and cut off at its border, and in it, equally often,
 *
 * <ul>
 *   <li>{@link AnomalyKind#WARP}: the content is displaced, at the centre by 0.4 to 0.8 of the
 *       ellipse's smaller semi-axis and less outwards, as in bent and shifted parts
 *   <li>{@link AnomalyKind#BLUR}: detail is lost, as in smeared, molten or missing parts
 *   <li>{@link AnomalyKind#STAIN}: one flat colour, translucent or opaque.
 * </ul>
 *
 * <p>What changes the marked pixels by less than 8 levels of 255 on average is drawn again, 16
 * times, and then a stain in contrast with what it covers is made, so that every sample is
 * anomalous.
 *
 * <p>Safe for use by several threads. The same image, size, foreground and generator state give the
 * same sample.
 */
public final class ProbeAnomalies implements Synthesizer {

  /** Raised when the same seed no longer gives the same samples. */
  private static final int VERSION = 1;

  private static final double LEAST_AXIS = 0.04;
  private static final double MOST_AXIS = 0.2;
  private static final float LEAST_DIFFERENCE = 8 / 255f;
  private static final int MOST_DRAWS = 16;
  private static final double LEAST_OPACITY = 0.4;
  private static final AnomalyKind[] KINDS = {
    AnomalyKind.WARP, AnomalyKind.BLUR, AnomalyKind.STAIN
  };

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("probe anomalies " + VERSION);
  }

  @Override
  public ForegroundMask foreground(float[] image, ImageSize size) {
    return ForegroundMask.of(image, size, ForegroundMode.AUTO);
  }

  /**
   * Makes a sample, its foreground included.
   *
   * @param image a normal image, {@code [3,H,W]} in [0,1]; not changed
   * @param size height and width
   * @param random decides everything
   * @return the sample, always anomalous
   */
  public SyntheticSample synthesize(float[] image, ImageSize size, SplittableRandom random) {
    float[] changed = new float[3 * size.pixels()];
    float[] mask = new float[size.pixels()];
    ForegroundMask foreground = foreground(image, size);
    AnomalyKind kind = synthesize(image, 0, size, foreground, random, changed, mask, 0);
    return new SyntheticSample(changed, mask, kind);
  }

  /**
   * {@inheritDoc}
   *
   * @return never {@link AnomalyKind#CLEAN}
   */
  @Override
  public AnomalyKind synthesize(
      float[] source,
      int sourceAt,
      ImageSize size,
      ForegroundMask foreground,
      SplittableRandom random,
      float[] images,
      float[] masks,
      int index) {
    int pixels = size.pixels();
    int imageAt = 3 * pixels * index;
    int maskAt = pixels * index;
    AnomalyKind wanted = KINDS[random.nextInt(KINDS.length)];
    for (int draw = 0; ; draw++) {
      System.arraycopy(source, sourceAt, images, imageAt, 3 * pixels);
      Ellipse ellipse = Ellipse.draw(random, size, foreground);
      int marked = ellipse.mark(foreground, masks, maskAt);
      boolean last = draw == MOST_DRAWS;
      AnomalyKind kind = last ? AnomalyKind.STAIN : wanted;
      float[] mean = means(source, sourceAt, pixels, masks, maskAt, marked);
      switch (kind) {
        case WARP -> warp(ellipse, random, source, sourceAt, images, imageAt, masks, maskAt);
        case BLUR -> blur(ellipse, random, source, sourceAt, images, imageAt, masks, maskAt);
        default -> {
          float[] colour = last ? contrast(mean) : colour(random, mean);
          float opacity = last ? 1 : (float) random.nextDouble(LEAST_OPACITY, 1);
          stain(colour, opacity, images, imageAt, masks, maskAt, pixels);
        }
      }
      if (last
          || difference(source, sourceAt, images, imageAt, pixels) / marked >= LEAST_DIFFERENCE) {
        return kind;
      }
    }
  }

  /** A turned ellipse; {@code reach} is 0 at its centre and 1 at its border. */
  private record Ellipse(
      ImageSize size, double y, double x, double longAxis, double shortAxis, double angle) {

    static Ellipse draw(SplittableRandom random, ImageSize size, ForegroundMask foreground) {
      int y;
      int x;
      do {
        y = random.nextInt(size.height());
        x = random.nextInt(size.width());
      } while (!foreground.contains(y, x));
      double side = Math.min(size.height(), size.width());
      double a = axis(random, side);
      double b = axis(random, side);
      double angle = random.nextDouble(Math.PI);
      return new Ellipse(size, y, x, Math.max(a, b), Math.min(a, b), angle);
    }

    private static double axis(SplittableRandom random, double side) {
      return Math.max(1, side * LEAST_AXIS * Math.pow(MOST_AXIS / LEAST_AXIS, random.nextDouble()));
    }

    double reach(int py, int px) {
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      double along = (cos * (px - x) + sin * (py - y)) / longAxis;
      double across = (cos * (py - y) - sin * (px - x)) / shortAxis;
      return Math.sqrt(along * along + across * across);
    }

    /** Marks what lies in the foreground, clears the rest, and counts; at least the centre. */
    int mark(ForegroundMask foreground, float[] masks, int at) {
      int marked = 0;
      for (int py = 0; py < size.height(); py++) {
        for (int px = 0; px < size.width(); px++) {
          boolean inside = reach(py, px) <= 1 && foreground.contains(py, px);
          masks[at + py * size.width() + px] = inside ? 1 : 0;
          marked += inside ? 1 : 0;
        }
      }
      return marked;
    }
  }

  /** Takes each pixel from elsewhere, bilinearly; most at the centre, nothing at the border. */
  private static void warp(
      Ellipse ellipse,
      SplittableRandom random,
      float[] source,
      int sourceAt,
      float[] images,
      int imageAt,
      float[] masks,
      int maskAt) {
    ImageSize size = ellipse.size;
    double angle = random.nextDouble(2 * Math.PI);
    double length = ellipse.shortAxis * random.nextDouble(0.4, 0.8);
    for (int y = 0, i = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, i++) {
        if (masks[maskAt + i] == 1) {
          double reach = ellipse.reach(y, x);
          double weight = (1 - reach * reach) * (1 - reach * reach) * length;
          double fromY = Math.max(0, Math.min(size.height() - 1, y + weight * Math.sin(angle)));
          double fromX = Math.max(0, Math.min(size.width() - 1, x + weight * Math.cos(angle)));
          for (int c = 0; c < 3; c++) {
            images[imageAt + c * size.pixels() + i] =
                bilinear(source, sourceAt + c * size.pixels(), size, fromY, fromX);
          }
        }
      }
    }
  }

  private static float bilinear(float[] plane, int at, ImageSize size, double y, double x) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, size.height() - 1);
    int right = Math.min(left + 1, size.width() - 1);
    float down = (float) (y - top);
    float over = (float) (x - left);
    float upper =
        plane[at + top * size.width() + left] * (1 - over)
            + plane[at + top * size.width() + right] * over;
    float lower =
        plane[at + bottom * size.width() + left] * (1 - over)
            + plane[at + bottom * size.width() + right] * over;
    return upper * (1 - down) + lower * down;
  }

  /** The mean of a square of a third to all of the smaller semi-axis, around each pixel. */
  private static void blur(
      Ellipse ellipse,
      SplittableRandom random,
      float[] source,
      int sourceAt,
      float[] images,
      int imageAt,
      float[] masks,
      int maskAt) {
    ImageSize size = ellipse.size;
    int radius = (int) Math.max(1, Math.round(ellipse.shortAxis * random.nextDouble(0.33, 1)));
    int width = size.width();
    double[] sums = new double[(size.height() + 1) * (width + 1)];
    for (int c = 0; c < 3; c++) {
      int plane = sourceAt + c * size.pixels();
      for (int y = 0; y < size.height(); y++) {
        double row = 0;
        for (int x = 0; x < width; x++) {
          row += source[plane + y * width + x];
          sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
        }
      }
      for (int y = 0, i = 0; y < size.height(); y++) {
        for (int x = 0; x < width; x++, i++) {
          if (masks[maskAt + i] == 1) {
            int top = Math.max(0, y - radius);
            int bottom = Math.min(size.height(), y + radius + 1);
            int left = Math.max(0, x - radius);
            int right = Math.min(width, x + radius + 1);
            double sum =
                sums[bottom * (width + 1) + right]
                    - sums[top * (width + 1) + right]
                    - sums[bottom * (width + 1) + left]
                    + sums[top * (width + 1) + left];
            float mean = (float) (sum / ((bottom - top) * (right - left)));
            images[imageAt + c * size.pixels() + i] = Math.max(0, Math.min(1, mean));
          }
        }
      }
    }
  }

  private static void stain(
      float[] colour,
      float opacity,
      float[] images,
      int imageAt,
      float[] masks,
      int maskAt,
      int pixels) {
    for (int c = 0; c < 3; c++) {
      int plane = imageAt + c * pixels;
      for (int i = 0; i < pixels; i++) {
        if (masks[maskAt + i] == 1) {
          images[plane + i] = opacity * colour[c] + (1 - opacity) * images[plane + i];
        }
      }
    }
  }

  /** Any colour; a grey one for what is grey. */
  private static float[] colour(SplittableRandom random, float[] mean) {
    boolean grey = mean[0] == mean[1] && mean[1] == mean[2];
    float[] colour = new float[3];
    for (int c = 0; c < 3; c++) {
      colour[c] = grey && c > 0 ? colour[0] : (float) random.nextDouble();
    }
    return colour;
  }

  private static float[] contrast(float[] mean) {
    float colour = mean[0] + mean[1] + mean[2] > 1.5f ? 0 : 1;
    return new float[] {colour, colour, colour};
  }

  private static float[] means(
      float[] image, int at, int pixels, float[] masks, int maskAt, int marked) {
    float[] means = new float[3];
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += masks[maskAt + i] * image[at + c * pixels + i];
      }
      means[c] = (float) (sum / marked);
    }
    return means;
  }

  private static double difference(float[] a, int aAt, float[] b, int bAt, int pixels) {
    double sum = 0;
    for (int i = 0; i < 3 * pixels; i++) {
      sum += Math.abs(a[aAt + i] - b[bAt + i]);
    }
    return sum / 3;
  }
}
