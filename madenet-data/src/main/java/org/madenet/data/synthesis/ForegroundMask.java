package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.BitSet;
import org.madenet.core.ImageSize;

/**
 * The pixels that anomalies may cover. Immutable and safe for use by several threads; a mask takes
 * one bit per pixel, so those of a whole training set can be kept.
 *
 * <p>An object is found like this. The outermost 2 % of the image show the background: to each
 * channel a plane is fitted there, three times, leaving out what deviates by more than 2.5 medians.
 * Each pixel's distance to the planes, compressed so that much and very much count alike, is
 * thresholded after Otsu. What is far is the object; it is closed, filled, opened, and rid of
 * pieces smaller than a twentieth of the largest.
 *
 * <p>{@link ForegroundMode#AUTO} believes it, and else takes the whole image, if
 *
 * <ul>
 *   <li>the threshold separates well: the variance between its two sides is 0.8 of all or more (a
 *       single bell curve of distances has 0.64; magnetic tiles 0.55 to 0.87, objects about 0.9)
 *   <li>the border is homogeneous: 0.9 of it or more is not the object
 *   <li>the object is 0.02 to 0.9 of the image.
 * </ul>
 */
public final class ForegroundMask {

  private final ImageSize size;
  private final BitSet pixels;

  private ForegroundMask(ImageSize size, BitSet pixels) {
    this.size = size;
    this.pixels = pixels;
  }

  static ForegroundMask of(ImageSize size, BitSet pixels) {
    return new ForegroundMask(size, pixels);
  }

  /**
   * Every pixel.
   *
   * @param size height and width
   * @return the whole image
   */
  public static ForegroundMask whole(ImageSize size) {
    BitSet all = new BitSet(size.pixels());
    all.set(0, size.pixels());
    return new ForegroundMask(size, all);
  }

  /**
   * Finds the foreground of an image.
   *
   * @param image {@code [3,H,W]} in [0,1]
   * @param size height and width
   * @param mode what is wanted
   * @return the mask; never empty
   */
  public static ForegroundMask of(float[] image, ImageSize size, ForegroundMode mode) {
    if (mode == ForegroundMode.ALWAYS_WHOLE) {
      return whole(size);
    }
    ForegroundFinder.Found found = new ForegroundFinder(size).find(image);
    double share = (double) found.object().cardinality() / size.pixels();
    boolean object =
        mode == ForegroundMode.OBJECT
            ? share > 0
            : found.separation() >= ForegroundFinder.LEAST_SEPARATION
                && found.homogeneity() >= ForegroundFinder.LEAST_HOMOGENEITY
                && share >= ForegroundFinder.LEAST_SHARE
                && share <= ForegroundFinder.LARGEST_SHARE;
    return object ? new ForegroundMask(size, found.object()) : whole(size);
  }

  /**
   * Height and width.
   *
   * @return the image's size
   */
  public ImageSize size() {
    return size;
  }

  /**
   * Whether a pixel belongs to the foreground.
   *
   * @param y row
   * @param x column
   * @return {@code true} if anomalies may cover it
   */
  public boolean contains(int y, int x) {
    return pixels.get(y * size.width() + x);
  }

  /**
   * How much of the image the foreground is.
   *
   * @return share of the pixels, above 0 and at most 1
   */
  public double share() {
    return (double) pixels.cardinality() / size.pixels();
  }

  /**
   * Whether it is every pixel.
   *
   * @return {@code true} if there is no background
   */
  public boolean isWhole() {
    return pixels.cardinality() == size.pixels();
  }

  /** Zeroes {@code [H,W]} outside the foreground and counts what is left. */
  int restrict(float[] mask) {
    for (int i = pixels.nextClearBit(0); i < size.pixels(); i = pixels.nextClearBit(i)) {
      int end = pixels.nextSetBit(i);
      end = end < 0 ? size.pixels() : end;
      Arrays.fill(mask, i, end, 0);
      i = end;
    }
    int count = 0;
    for (int i = 0; i < size.pixels(); i++) {
      count += (int) mask[i];
    }
    return count;
  }

  /** The foreground of the image after a change of its geometry. */
  ForegroundMask moved(Orientation orientation) {
    if (orientation.isIdentity()) {
      return this;
    }
    BitSet moved = new BitSet(size.pixels());
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      moved.set(orientation.target(i, size));
    }
    return new ForegroundMask(size, moved);
  }
}
