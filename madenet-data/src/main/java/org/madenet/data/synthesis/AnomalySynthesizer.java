package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.madenet.core.ImageSize;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.Fingerprint;

/**
 * Makes anomalies in normal images: section 3.1.1, equation (1), {@code A = m d + (1 - m) I}, with
 * {@code m} a Perlin mask times the foreground and {@code d} a foreign texture or the image's own
 * pieces, changed and shuffled, or, as an option beyond the paper, {@linkplain
 * SynthesisOptions#shadeShare() the image in another light}. With an opacity {@code o} below 1 the
 * marked pixels become {@code o d + (1 - o) I}.
 *
 * <p>Safe for use by several threads. The same image, size, foreground and generator state give the
 * same sample, whatever was made before. Buffers are kept, one set for each thread that is inside
 * at the same time: {@code 7 H W} floats each.
 */
public final class AnomalySynthesizer implements Synthesizer {

  /** Raised when the same seed no longer gives the same samples. */
  private static final int VERSION = 2;

  /** Mean difference of channels, of 1, up to which an image counts as grey. */
  private static final float GREY_TOLERANCE = 2 / 255f;

  private static final double LEAST_RECTANGLE = 0.01;
  private static final double MOST_ASPECT = 8;

  private final SynthesisOptions options;
  private final TextureSource textures;
  private final Queue<Buffers> idle = new ConcurrentLinkedQueue<>();

  /**
   * A synthesizer.
   *
   * @param options how anomalies are made
   * @param textures where foreign textures come from
   */
  public AnomalySynthesizer(SynthesisOptions options, TextureSource textures) {
    this.options = Objects.requireNonNull(options, "options");
    this.textures = Objects.requireNonNull(textures, "textures");
  }

  /**
   * How anomalies are made.
   *
   * @return the options
   */
  public SynthesisOptions options() {
    return options;
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("synthesis " + VERSION + " " + options + textures.fingerprint());
  }

  @Override
  public ForegroundMask foreground(float[] image, ImageSize size) {
    requireImage(image, size);
    return ForegroundMask.of(image, size, options.foreground());
  }

  /**
   * Makes a sample from a seed.
   *
   * @param image a normal image, {@code [3,H,W]} in [0,1]; not changed
   * @param size height and width
   * @param seed decides everything
   * @return the sample
   */
  public SyntheticSample synthesize(float[] image, ImageSize size, long seed) {
    return synthesize(image, size, new SplittableRandom(seed));
  }

  /**
   * Makes a sample, its foreground included.
   *
   * @param image a normal image, {@code [3,H,W]} in [0,1]; not changed
   * @param size height and width
   * @param random decides everything
   * @return the sample
   */
  public SyntheticSample synthesize(float[] image, ImageSize size, SplittableRandom random) {
    return synthesize(image, size, foreground(image, size), random);
  }

  /**
   * Makes a sample with a known foreground.
   *
   * @param image a normal image, {@code [3,H,W]} in [0,1]; not changed
   * @param size height and width
   * @param foreground where the anomaly may lie
   * @param random decides everything
   * @return the sample
   */
  public SyntheticSample synthesize(
      float[] image, ImageSize size, ForegroundMask foreground, SplittableRandom random) {
    requireImage(image, size);
    if (!foreground.size().equals(size)) {
      throw new IllegalArgumentException(
          "the foreground is " + foreground.size() + ", but the image is " + size);
    }
    float[] changed = new float[3 * size.pixels()];
    float[] mask = new float[size.pixels()];
    AnomalyKind kind = synthesize(image, 0, size, foreground, random, changed, mask, 0);
    return new SyntheticSample(changed, mask, kind);
  }

  private static void requireImage(float[] image, ImageSize size) {
    if (image.length != Math.multiplyExact(3, size.pixels())) {
      throw new IllegalArgumentException(
          "an image of %s has %d values, but there are %d"
              .formatted(size, 3 * size.pixels(), image.length));
    }
  }

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
    System.arraycopy(source, sourceAt, images, 3 * pixels * index, 3 * pixels);
    if (random.nextDouble() >= options.anomalyProbability()) {
      return AnomalyKind.CLEAN;
    }
    AnomalyKind kind = drawKind(random);
    Buffers buffers = borrow(size);
    try {
      boolean done = attempt(kind, foreground, random, images, 3 * pixels * index, buffers);
      if (!done) {
        return AnomalyKind.CLEAN;
      }
      System.arraycopy(buffers.mask, 0, masks, pixels * index, pixels);
      return kind;
    } finally {
      idle.add(buffers);
    }
  }

  /** Draws no more than without shades where there are none. */
  private AnomalyKind drawKind(SplittableRandom random) {
    if (options.shadeShare() > 0 && random.nextDouble() < options.shadeShare()) {
      return AnomalyKind.SHADE;
    }
    return random.nextDouble() < options.textureShare()
        ? AnomalyKind.TEXTURE
        : AnomalyKind.STRUCTURE;
  }

  /** Draws until area and difference are as wanted, then changes the image; false if they never. */
  private boolean attempt(
      AnomalyKind kind,
      ForegroundMask foreground,
      SplittableRandom random,
      float[] image,
      int at,
      Buffers buffers) {
    ImageSize size = buffers.size;
    int channels = grey(image, at, size) ? 1 : 3;
    for (int draw = 0; draw <= options.maxRedraws(); draw++) {
      if (options.rectangleShare() > 0 && random.nextDouble() < options.rectangleShare()) {
        drawRectangle(random, buffers);
        System.arraycopy(buffers.mask, 0, buffers.copy, 0, size.pixels());
      } else if (kind == AnomalyKind.SHADE) {
        Shading.drawMask(random, size, buffers.copy, buffers.mask);
      } else {
        options.perlin().draw(random, size, buffers.mask);
      }
      int marked = foreground.restrict(buffers.mask);
      double share = (double) marked / size.pixels();
      if (marked == 0 || share < options.minAreaShare() || share > options.maxAreaShare()) {
        continue;
      }
      switch (kind) {
        case TEXTURE -> drawTexture(random, channels, buffers);
        case SHADE -> drawShade(random, image, at, channels, buffers);
        default -> drawStructure(random, image, at, channels, buffers);
      }
      float opacity = opacity(random);
      if (difference(image, at, channels, marked, buffers) * opacity >= options.minDifference()) {
        blend(image, at, channels, opacity, buffers);
        return true;
      }
    }
    return false;
  }

  /** An upright rectangle inside the image; long ones become bands from edge to edge. */
  private void drawRectangle(SplittableRandom random, Buffers buffers) {
    ImageSize size = buffers.size;
    double least = Math.max(LEAST_RECTANGLE, options.minAreaShare());
    double most = Math.max(least, options.maxAreaShare());
    double area = size.pixels() * least * StrictMath.pow(most / least, random.nextDouble());
    double aspect = StrictMath.pow(MOST_ASPECT, 2 * random.nextDouble() - 1);
    int height = within(Math.round(Math.sqrt(area * aspect)), size.height());
    int width = within(Math.round(area / height), size.width());
    // Where the width was cut, the height makes up for it.
    height = within(Math.round(area / width), size.height());
    int top = random.nextInt(size.height() - height + 1);
    int left = random.nextInt(size.width() - width + 1);
    Arrays.fill(buffers.mask, 0, size.pixels(), 0);
    for (int y = top; y < top + height; y++) {
      Arrays.fill(buffers.mask, y * size.width() + left, y * size.width() + left + width, 1);
    }
  }

  private static int within(long length, int most) {
    return (int) Math.max(1, Math.min(most, length));
  }

  private float opacity(SplittableRandom random) {
    double least = options.minOpacity();
    double most = options.maxOpacity();
    return (float) (least == most ? most : random.nextDouble(least, most));
  }

  private boolean grey(float[] image, int at, ImageSize size) {
    return switch (options.grey()) {
      case GREY -> true;
      case COLOUR -> false;
      case AUTO -> {
        int pixels = size.pixels();
        float sum = 0;
        for (int i = at; i < at + pixels; i++) {
          float red = image[i];
          float green = image[i + pixels];
          float blue = image[i + 2 * pixels];
          sum += Math.max(Math.abs(red - green), Math.abs(green - blue));
        }
        yield sum <= GREY_TOLERANCE * pixels;
      }
    };
  }

  private void drawTexture(SplittableRandom random, int channels, Buffers buffers) {
    textures.draw(random, buffers.size, buffers.anomaly);
    if (channels == 1) {
      toGrey(buffers.anomaly, 0, buffers.anomaly, buffers.size.pixels());
    }
    Augmenters.applyThree(random, buffers.anomaly, channels, buffers.size, buffers.copy);
  }

  /** The image's own augmented copy, its grid cells shuffled. */
  private void drawStructure(
      SplittableRandom random, float[] image, int at, int channels, Buffers buffers) {
    ImageSize size = buffers.size;
    copy(image, at, channels, size, buffers.copy);
    Augmenters.applyThree(random, buffers.copy, channels, size, buffers.anomaly);
    shuffle(random, buffers.copy, buffers.anomaly, channels, size);
  }

  /**
   * The image itself, shaded by the weights that {@code buffers.copy} has from the mask's drawing.
   */
  private static void drawShade(
      SplittableRandom random, float[] image, int at, int channels, Buffers buffers) {
    copy(image, at, channels, buffers.size, buffers.anomaly);
    Shading.apply(random, buffers.copy, buffers.anomaly, channels, buffers.size.pixels());
  }

  private static void copy(float[] image, int at, int channels, ImageSize size, float[] to) {
    if (channels == 1) {
      toGrey(image, at, to, size.pixels());
    } else {
      System.arraycopy(image, at, to, 0, 3 * size.pixels());
    }
  }

  /** Luma after Rec. 601; exact where the channels are equal. */
  private static void toGrey(float[] image, int at, float[] out, int pixels) {
    for (int i = 0; i < pixels; i++) {
      float red = image[at + i];
      float green = image[at + i + pixels];
      float blue = image[at + i + 2 * pixels];
      out[i] = green + 0.299f * (red - green) + 0.114f * (blue - green);
    }
  }

  /**
   * Cuts into a grid and puts its cells elsewhere. Where the size is not a multiple of the grid,
   * cells differ by a pixel; the larger ones are filled with a pixel more from beside.
   */
  void shuffle(SplittableRandom random, float[] from, float[] to, int channels, ImageSize size) {
    int most = options.gridHalvings();
    int halvings = most == 0 ? 0 : random.nextInt(most + 1);
    int rows = Math.max(1, Math.min(options.gridRows(), size.height()) >> halvings);
    int columns = Math.max(1, Math.min(options.gridColumns(), size.width()) >> halvings);
    int[] order = RandomStreams.permutation(rows * columns, random);
    int pixels = size.pixels();
    for (int cell = 0; cell < order.length; cell++) {
      int top = start(cell / columns, rows, size.height());
      int left = start(cell % columns, columns, size.width());
      int height = start(cell / columns + 1, rows, size.height()) - top;
      int width = start(cell % columns + 1, columns, size.width()) - left;
      int fromTop =
          Math.min(start(order[cell] / columns, rows, size.height()), size.height() - height);
      int fromLeft =
          Math.min(start(order[cell] % columns, columns, size.width()), size.width() - width);
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          System.arraycopy(
              from,
              c * pixels + (fromTop + y) * size.width() + fromLeft,
              to,
              c * pixels + (top + y) * size.width() + left,
              width);
        }
      }
    }
  }

  private static int start(int cell, int cells, int length) {
    return (int) ((long) cell * length / cells);
  }

  /** Mean absolute difference of anomaly and image over the marked pixels. */
  private static float difference(
      float[] image, int at, int channels, int marked, Buffers buffers) {
    int pixels = buffers.size.pixels();
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      int anomaly = channels == 1 ? 0 : c * pixels;
      float plane = 0;
      for (int i = 0; i < pixels; i++) {
        plane +=
            buffers.mask[i] * Math.abs(buffers.anomaly[anomaly + i] - image[at + c * pixels + i]);
      }
      sum += plane;
    }
    return (float) (sum / (3.0 * marked));
  }

  /** Equation (1) with an opacity. */
  private static void blend(float[] image, int at, int channels, float opacity, Buffers buffers) {
    int pixels = buffers.size.pixels();
    for (int c = 0; c < 3; c++) {
      int anomaly = channels == 1 ? 0 : c * pixels;
      int plane = at + c * pixels;
      for (int i = 0; i < pixels; i++) {
        if (buffers.mask[i] != 0) {
          image[plane + i] =
              opacity * buffers.anomaly[anomaly + i] + (1 - opacity) * image[plane + i];
        }
      }
    }
  }

  private Buffers borrow(ImageSize size) {
    Buffers buffers = idle.poll();
    return buffers != null && buffers.size.equals(size) ? buffers : new Buffers(size);
  }

  /** Scratch memory of one sample in the making. */
  private static final class Buffers {
    private final ImageSize size;
    private final float[] mask;
    private final float[] copy;
    private final float[] anomaly;

    Buffers(ImageSize size) {
      this.size = size;
      this.mask = new float[size.pixels()];
      this.copy = new float[3 * size.pixels()];
      this.anomaly = new float[3 * size.pixels()];
    }
  }
}
