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
  private static final int VERSION = 2;

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
    Canvas canvas =
        new Canvas(
            size,
            source,
            sourceAt,
            images,
            3 * size.pixels() * index,
            masks,
            size.pixels() * index);
    AnomalyKind wanted = KINDS[random.nextInt(KINDS.length)];
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Ellipse ellipse = canvas.begin(random, foreground);
      switch (wanted) {
        case WARP -> warp(canvas, ellipse, random);
        case BLUR -> blur(canvas, ellipse, random);
        default -> {
          float[] colour = colour(random, canvas.means());
          canvas.stain(colour, (float) random.nextDouble(LEAST_OPACITY, 1));
        }
      }
      if (canvas.difference() >= LEAST_DIFFERENCE) {
        return wanted;
      }
    }
    canvas.begin(random, foreground);
    canvas.stain(contrast(canvas.means()), 1);
    return AnomalyKind.STAIN;
  }

  /** A normal image, and the places of arrays where its anomalous copy and mask go. */
  private record Canvas(
      ImageSize size,
      float[] source,
      int sourceAt,
      float[] images,
      int imageAt,
      float[] masks,
      int maskAt) {

    /** A clean copy, and an ellipse that the mask marks as far as it lies in the foreground. */
    Ellipse begin(SplittableRandom random, ForegroundMask foreground) {
      System.arraycopy(source, sourceAt, images, imageAt, 3 * size.pixels());
      Ellipse ellipse = Ellipse.draw(random, size, foreground);
      for (int y = 0, i = maskAt; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++, i++) {
          masks[i] = ellipse.reach(y, x) <= 1 && foreground.contains(y, x) ? 1 : 0;
        }
      }
      return ellipse;
    }

    boolean marked(int pixel) {
      return masks[maskAt + pixel] == 1;
    }

    int from(int channel) {
      return sourceAt + channel * size.pixels();
    }

    void set(int channel, int pixel, float value) {
      images[imageAt + channel * size.pixels() + pixel] = value;
    }

    void stain(float[] colour, float opacity) {
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < size.pixels(); i++) {
          if (marked(i)) {
            set(c, i, opacity * colour[c] + (1 - opacity) * source[from(c) + i]);
          }
        }
      }
    }

    /** The colour under the mask; at least the ellipse's centre is. */
    float[] means() {
      float[] means = new float[3];
      for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (int i = 0; i < size.pixels(); i++) {
          sum += masks[maskAt + i] * source[from(c) + i];
        }
        means[c] = (float) (sum / marked());
      }
      return means;
    }

    /** Mean absolute change of the marked pixels. */
    double difference() {
      double sum = 0;
      for (int i = 0; i < 3 * size.pixels(); i++) {
        sum += Math.abs(source[sourceAt + i] - images[imageAt + i]);
      }
      return sum / 3 / marked();
    }

    private double marked() {
      double marked = 0;
      for (int i = 0; i < size.pixels(); i++) {
        marked += masks[maskAt + i];
      }
      return marked;
    }
  }

  /** A turned ellipse; {@code reach} is 0 at its centre and 1 at its border. */
  private record Ellipse(
      ImageSize size,
      double y,
      double x,
      double longAxis,
      double shortAxis,
      double cos,
      double sin) {

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
      return new Ellipse(
          size, y, x, Math.max(a, b), Math.min(a, b), StrictMath.cos(angle), StrictMath.sin(angle));
    }

    private static double axis(SplittableRandom random, double side) {
      return Math.max(
          1, side * LEAST_AXIS * StrictMath.pow(MOST_AXIS / LEAST_AXIS, random.nextDouble()));
    }

    double reach(int py, int px) {
      double along = (cos * (px - x) + sin * (py - y)) / longAxis;
      double across = (cos * (py - y) - sin * (px - x)) / shortAxis;
      return Math.sqrt(along * along + across * across);
    }
  }

  /** Takes each pixel from elsewhere, bilinearly; most at the centre, nothing at the border. */
  private static void warp(Canvas canvas, Ellipse ellipse, SplittableRandom random) {
    ImageSize size = canvas.size;
    double angle = random.nextDouble(2 * Math.PI);
    double length = ellipse.shortAxis * random.nextDouble(0.4, 0.8);
    double down = StrictMath.sin(angle);
    double over = StrictMath.cos(angle);
    for (int y = 0, i = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, i++) {
        if (canvas.marked(i)) {
          double reach = ellipse.reach(y, x);
          double weight = (1 - reach * reach) * (1 - reach * reach) * length;
          double fromY = Math.max(0, Math.min(size.height() - 1, y + weight * down));
          double fromX = Math.max(0, Math.min(size.width() - 1, x + weight * over));
          for (int c = 0; c < 3; c++) {
            canvas.set(c, i, bilinear(canvas.source, canvas.from(c), size, fromY, fromX));
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
  private static void blur(Canvas canvas, Ellipse ellipse, SplittableRandom random) {
    ImageSize size = canvas.size;
    int radius = (int) Math.max(1, Math.round(ellipse.shortAxis * random.nextDouble(0.33, 1)));
    for (int c = 0; c < 3; c++) {
      double[] sums = integral(canvas.source, canvas.from(c), size);
      for (int i = 0; i < size.pixels(); i++) {
        if (canvas.marked(i)) {
          int y = i / size.width();
          int x = i % size.width();
          int top = Math.max(0, y - radius);
          int bottom = Math.min(size.height(), y + radius + 1);
          int left = Math.max(0, x - radius);
          int right = Math.min(size.width(), x + radius + 1);
          int stride = size.width() + 1;
          double sum =
              sums[bottom * stride + right]
                  - sums[top * stride + right]
                  - sums[bottom * stride + left]
                  + sums[top * stride + left];
          float mean = (float) (sum / ((bottom - top) * (right - left)));
          canvas.set(c, i, Math.max(0, Math.min(1, mean)));
        }
      }
    }
  }

  /** Sums {@code [H+1,W+1]} of all that is above and to the left. */
  private static double[] integral(float[] plane, int at, ImageSize size) {
    int stride = size.width() + 1;
    double[] sums = new double[(size.height() + 1) * stride];
    for (int y = 0; y < size.height(); y++) {
      double row = 0;
      for (int x = 0; x < size.width(); x++) {
        row += plane[at + y * size.width() + x];
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
      }
    }
    return sums;
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
}
