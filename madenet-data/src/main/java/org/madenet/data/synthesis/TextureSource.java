package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Where foreign textures come from. Implementations are safe for use by several threads, and the
 * same generator state gives the same texture whatever was drawn before.
 *
 * @see ProceduralTextures
 * @see FolderTextures
 */
public interface TextureSource {

  /**
   * Draws a texture.
   *
   * @param random decides which
   * @param size height and width
   * @param out receives {@code [3,H,W]} in [0,1]; at least that long, and completely overwritten
   * @throws java.io.UncheckedIOException if a file cannot be read; the message names it
   */
  void draw(SplittableRandom random, ImageSize size, float[] out);

  /**
   * A digest of what this source draws: same fingerprint, same textures. For the identity of a run.
   *
   * @return lower-case hexadecimal digits
   */
  String fingerprint();
}
