package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Cheap changes of a normal image that leave it normal, applied before an anomaly is synthesised:
 * image and original are changed alike. Right only where the parts are normal in every position
 * that this makes.
 *
 * @param flipHorizontally mirror left and right with probability one half
 * @param flipVertically mirror top and bottom with probability one half
 * @param quarterTurns turn by 90 degrees with probability one half; with both flips all eight
 *     orientations occur equally often. For square images
 * @param brightness each image is brightened by a number drawn uniformly from {@code [-brightness,
 *     brightness]} and clipped to [0,1]; 0 to 0.5
 */
public record NormalAugmentation(
    boolean flipHorizontally, boolean flipVertically, boolean quarterTurns, double brightness) {

  /** No change. */
  public static final NormalAugmentation NONE = new NormalAugmentation(false, false, false, 0);

  /** Checks the range. */
  public NormalAugmentation {
    if (!(brightness >= 0 && brightness <= 0.5)) {
      throw new IllegalArgumentException("brightness must be in [0,0.5], but is " + brightness);
    }
  }

  /**
   * Changes an image and its mask alike, in place.
   *
   * @param random decides what is done
   * @param size height and width
   * @param images hold the image {@code [3,H,W]} at {@code imageAt}
   * @param imageAt where it begins
   * @param masks hold the mask {@code [1,H,W]} at {@code maskAt}
   * @param maskAt where it begins
   */
  public void apply(
      SplittableRandom random,
      ImageSize size,
      float[] images,
      int imageAt,
      float[] masks,
      int maskAt) {
    requireFor(size);
    Orientation orientation = drawOrientation(random);
    int values = 3 * size.pixels();
    if (!orientation.isIdentity()) {
      float[] image = Arrays.copyOfRange(images, imageAt, imageAt + values);
      float[] mask = Arrays.copyOfRange(masks, maskAt, maskAt + size.pixels());
      orientation.move(image, 0, images, imageAt, 3, size);
      orientation.move(mask, 0, masks, maskAt, 1, size);
    }
    brighten(random, images, imageAt, imageAt + values);
  }

  /** Checks that images of a size can be turned, if they are to be. */
  void requireFor(ImageSize size) {
    if (quarterTurns && size.height() != size.width()) {
      throw new IllegalArgumentException("quarter turns need square images, but these are " + size);
    }
  }

  Orientation drawOrientation(SplittableRandom random) {
    return new Orientation(
        flipHorizontally && random.nextBoolean(),
        flipVertically && random.nextBoolean(),
        quarterTurns && random.nextBoolean());
  }

  /** Brightens {@code values[from..to)}. */
  void brighten(SplittableRandom random, float[] values, int from, int to) {
    if (brightness == 0) {
      return;
    }
    float shift = (float) random.nextDouble(-brightness, brightness);
    for (int i = from; i < to; i++) {
      values[i] = Math.max(0, Math.min(1, values[i] + shift));
    }
  }
}
