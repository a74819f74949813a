package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Turns normal images into samples, some of them anomalous. {@link SyntheticBatches} feeds a
 * training from one.
 *
 * <p>Safe for use by several threads. The same image, size, foreground and generator state give the
 * same sample, whatever was made before.
 */
public interface Synthesizer {

  /**
   * A digest of everything that decides a sample apart from image and seed. For the identity of a
   * run.
   *
   * @return lower-case hexadecimal digits
   */
  String fingerprint();

  /**
   * Where anomalies may lie in an image. Asked for once per image, since it may be dear.
   *
   * @param image {@code [3,H,W]} in [0,1]
   * @param size height and width
   * @return the foreground; the whole image where it does not matter
   */
  ForegroundMask foreground(float[] image, ImageSize size);

  /**
   * Makes the sample {@code index} of arrays that hold several. Threads that write different
   * samples of the same arrays do not disturb one another.
   *
   * @param source holds the normal image {@code [3,H,W]} in [0,1] at {@code sourceAt}; not changed
   * @param sourceAt where it begins
   * @param size height and width
   * @param foreground where the anomaly may lie
   * @param random decides everything
   * @param images {@code [N,3,H,W]}, receives the sample
   * @param masks {@code [N,1,H,W]}, 0 where the sample goes; receives 1 where it is anomalous
   * @param index of the sample
   * @return what was done
   */
  AnomalyKind synthesize(
      float[] source,
      int sourceAt,
      ImageSize size,
      ForegroundMask foreground,
      SplittableRandom random,
      float[] images,
      float[] masks,
      int index);
}
