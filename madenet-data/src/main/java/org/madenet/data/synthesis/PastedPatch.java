package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * A rectangle of an image, turned and mirrored, at its new place: the pixels of its bounding box,
 * and which of them belong to it.
 */
final class PastedPatch {

  final int top;
  final int left;
  final int height;
  final int width;

  /** Of the bounding box, row by row: whether the patch covers the pixel. */
  final boolean[] inside;

  /** Channel by channel, of the bounding box; 0 where not inside. */
  final float[] values;

  final int area;

  private PastedPatch(
      int top, int left, int height, int width, boolean[] inside, float[] values, int area) {
    this.top = top;
    this.left = left;
    this.height = height;
    this.width = width;
    this.inside = inside;
    this.values = values;
    this.area = area;
  }

  /** Whether a pixel, counted from the bounding box, is covered. */
  boolean covers(int y, int x) {
    return y >= 0 && x >= 0 && y < height && x < width && inside[y * width + x];
  }

  /** Changes the colours of the covered pixels. */
  void jitter(ColourJitter jitter, SplittableRandom random) {
    float[] covered = new float[3 * area];
    exchange(covered, false);
    jitter.apply(random, covered, 0, area);
    exchange(covered, true);
  }

  /** Copies the covered pixels of each channel out, one after the other, or back. */
  private void exchange(float[] covered, boolean back) {
    int at = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < inside.length; i++) {
        if (!inside[i]) {
          continue;
        }
        int value = c * inside.length + i;
        if (back) {
          values[value] = covered[at++];
        } else {
          covered[at++] = values[value];
        }
      }
    }
  }

  /** Pastes into an image {@code [3,H,W]}, and marks a mask {@code [H,W]}. */
  void put(ImageSize size, float[] images, int imageAt, float[] masks, int maskAt) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = y * width + x;
        if (inside[from]) {
          int to = (top + y) * size.width() + left + x;
          masks[maskAt + to] = 1;
          for (int c = 0; c < 3; c++) {
            images[imageAt + c * size.pixels() + to] = values[c * inside.length + from];
          }
        }
      }
    }
  }

  /**
   * Draws a patch.
   *
   * @return null if it does not fit, lies where it was cut, or covers a share out of range
   */
  static PastedPatch draw(
      PatchOptions options, SplittableRandom random, float[] image, int at, ImageSize size) {
    int[] sides =
        sides(
            options.minAreaShare(),
            options.maxAreaShare(),
            options.minAspect(),
            options.maxAspect(),
            random,
            size);
    Move move = Move.draw(options, random, sides[0], sides[1]);
    PastedPatch patch = moved(move, random, image, at, size);
    if (patch == null) {
      return null;
    }
    double share = (double) patch.area / size.pixels();
    return share >= options.minAreaShare() && share <= options.maxAreaShare() ? patch : null;
  }

  /**
   * Draws a rectangle as CutPaste does.
   *
   * @return null if it lies where it was cut
   */
  static PastedPatch draw(
      PatchPasting options, SplittableRandom random, float[] image, int at, ImageSize size) {
    int[] sides =
        sides(
            options.minAreaShare(),
            options.maxAreaShare(),
            options.minAspect(),
            options.maxAspect(),
            random,
            size);
    return moved(Move.turned(sides[0], sides[1], 0), random, image, at, size);
  }

  /**
   * Draws a scar.
   *
   * @return null if it does not fit, or lies where it was cut
   */
  static PastedPatch draw(
      ScarPasting options, SplittableRandom random, float[] image, int at, ImageSize size) {
    int width = random.nextInt(options.minWidth(), options.maxWidth() + 1);
    int length = random.nextInt(options.minLength(), options.maxLength() + 1);
    double degrees = (2 * random.nextDouble() - 1) * options.maxAngle();
    if (length > size.height() || width > size.width()) {
      return null;
    }
    return moved(Move.turned(length, width, degrees), random, image, at, size);
  }

  /** Cuts somewhere, moves, and pastes somewhere else; null if it does not fit or stays there. */
  private static PastedPatch moved(
      Move move, SplittableRandom random, float[] image, int at, ImageSize size) {
    int fromTop = random.nextInt(size.height() - move.height() + 1);
    int fromLeft = random.nextInt(size.width() - move.width() + 1);
    if (move.boxHeight() > size.height() || move.boxWidth() > size.width()) {
      return null;
    }
    int top = random.nextInt(size.height() - move.boxHeight() + 1);
    int left = random.nextInt(size.width() - move.boxWidth() + 1);
    if (top == fromTop && left == fromLeft) {
      return null;
    }
    Cut cut = new Cut(image, at, size, fromTop, fromLeft);
    int boxPixels = move.boxHeight() * move.boxWidth();
    boolean[] inside = new boolean[boxPixels];
    float[] values = new float[3 * boxPixels];
    int area = move.exact() ? cut.moved(move, inside, values) : cut.turned(move, inside, values);
    return new PastedPatch(top, left, move.boxHeight(), move.boxWidth(), inside, values, area);
  }

  /** Height and width: area uniform, aspect log-uniform among those that fit into the image. */
  private static int[] sides(
      double minShare,
      double maxShare,
      double minAspect,
      double maxAspect,
      SplittableRandom random,
      ImageSize size) {
    double share = minShare + random.nextDouble() * (maxShare - minShare);
    double area = share * size.pixels();
    double least = Math.max(minAspect, area / ((double) size.width() * size.width()));
    double most = Math.min(maxAspect, size.height() * (double) size.height() / area);
    double place = random.nextDouble();
    double low = StrictMath.log(Math.min(least, most));
    double high = StrictMath.log(Math.max(least, most));
    double aspect = StrictMath.exp(low + place * (high - low));
    int height = clamp((int) Math.round(Math.sqrt(area * aspect)), size.height());
    int width = clamp((int) Math.round(area / height), size.width());
    // Rounding must not leave the range that the area was drawn from.
    if (height * width > maxShare * size.pixels() && width > 1) {
      width--;
    } else if (height * width < minShare * size.pixels() && width < size.width()) {
      width++;
    }
    return new int[] {height, width};
  }

  private static int clamp(int value, int most) {
    return Math.max(1, Math.min(most, value));
  }

  /** How a patch of a height and width is mirrored, then turned. */
  private record Move(
      int height, int width, boolean mirroredY, boolean mirroredX, int quarters, double angle) {

    static Move draw(PatchOptions options, SplittableRandom random, int height, int width) {
      boolean mirroredY = options.flips() && random.nextBoolean();
      boolean mirroredX = options.flips() && random.nextBoolean();
      int quarters = options.rotation() == PatchRotation.QUARTER_TURNS ? random.nextInt(4) : 0;
      double degrees =
          options.rotation() == PatchRotation.ANY_ANGLE
              ? (2 * random.nextDouble() - 1) * options.maxAngle()
              : 0;
      return new Move(height, width, mirroredY, mirroredX, quarters, StrictMath.toRadians(degrees));
    }

    /** Upright, then turned by an angle. */
    static Move turned(int height, int width, double degrees) {
      return new Move(height, width, false, false, 0, StrictMath.toRadians(degrees));
    }

    boolean exact() {
      return angle == 0;
    }

    int boxHeight() {
      return exact() ? (quarters % 2 == 0 ? height : width) : box(height, width);
    }

    int boxWidth() {
      return exact() ? (quarters % 2 == 0 ? width : height) : box(width, height);
    }

    private int box(int along, int across) {
      double cos = Math.abs(StrictMath.cos(angle));
      double sin = Math.abs(StrictMath.sin(angle));
      return (int) Math.ceil(along * cos + across * sin - 1e-9);
    }

    int mirroredRow(int y) {
      return mirroredY ? height - 1 - y : y;
    }

    int mirroredColumn(int x) {
      return mirroredX ? width - 1 - x : x;
    }
  }

  /** Where a patch comes from. */
  private record Cut(float[] image, int at, ImageSize size, int top, int left) {

    /** Moves pixels as they are. */
    int moved(Move move, boolean[] inside, float[] values) {
      int boxWidth = move.boxWidth();
      for (int y = 0; y < move.boxHeight(); y++) {
        for (int x = 0; x < boxWidth; x++) {
          int row =
              switch (move.quarters()) {
                case 0 -> y;
                case 1 -> move.height() - 1 - x;
                case 2 -> move.height() - 1 - y;
                default -> x;
              };
          int column =
              switch (move.quarters()) {
                case 0 -> x;
                case 1 -> y;
                case 2 -> move.width() - 1 - x;
                default -> move.width() - 1 - y;
              };
          int to = y * boxWidth + x;
          inside[to] = true;
          int from = pixel(move.mirroredRow(row), move.mirroredColumn(column));
          for (int c = 0; c < 3; c++) {
            values[c * inside.length + to] = image[from + c * size.pixels()];
          }
        }
      }
      return inside.length;
    }

    private int pixel(int row, int column) {
      return at + (top + row) * size.width() + left + column;
    }

    /** Turns by an angle: each pixel of the box whose centre comes from within the patch. */
    int turned(Move move, boolean[] inside, float[] values) {
      double cos = StrictMath.cos(move.angle());
      double sin = StrictMath.sin(move.angle());
      int boxWidth = move.boxWidth();
      int area = 0;
      for (int y = 0; y < move.boxHeight(); y++) {
        for (int x = 0; x < boxWidth; x++) {
          double dy = y + 0.5 - move.boxHeight() / 2.0;
          double dx = x + 0.5 - boxWidth / 2.0;
          double row = cos * dy - sin * dx + move.height() / 2.0;
          double column = sin * dy + cos * dx + move.width() / 2.0;
          if (row < 0 || column < 0 || row >= move.height() || column >= move.width()) {
            continue;
          }
          area++;
          int to = y * boxWidth + x;
          inside[to] = true;
          interpolate(move, row - 0.5, column - 0.5, values, to, inside.length);
        }
      }
      return area;
    }

    private void interpolate(
        Move move, double row, double column, float[] values, int to, int boxPixels) {
      int upper = Math.max(0, (int) Math.floor(row));
      int lower = Math.min(move.height() - 1, (int) Math.floor(row) + 1);
      int before = Math.max(0, (int) Math.floor(column));
      int after = Math.min(move.width() - 1, (int) Math.floor(column) + 1);
      float fy = (float) (row - Math.floor(row));
      float fx = (float) (column - Math.floor(column));
      int topLeft = pixel(move.mirroredRow(upper), move.mirroredColumn(before));
      int topRight = pixel(move.mirroredRow(upper), move.mirroredColumn(after));
      int bottomLeft = pixel(move.mirroredRow(lower), move.mirroredColumn(before));
      int bottomRight = pixel(move.mirroredRow(lower), move.mirroredColumn(after));
      for (int c = 0; c < 3; c++) {
        int plane = c * size.pixels();
        float above = mix(image[topLeft + plane], image[topRight + plane], fx);
        float below = mix(image[bottomLeft + plane], image[bottomRight + plane], fx);
        values[c * boxPixels + to] = mix(above, below, fy);
      }
    }

    private static float mix(float a, float b, float share) {
      return a + share * (b - a);
    }
  }
}
