package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

/**
 * Cuts a piece out of a normal image, changes its colours a little, and pastes it at a random place
 * of the same image: CutPaste (Li and others, CVPR 2021) in its two forms, rectangles and thin
 * turned scars. Unlike {@link PatchDistortion} it changes every image, and asks not whether anybody
 * can see it.
 *
 * <p>Safe for use by several threads. The same image, size and generator state give the same
 * sample.
 */
public final class CutPaste implements Synthesizer {

  /** Raised when the same seed no longer gives the same samples. */
  private static final int VERSION = 1;

  /** Pieces drawn before the options are held to be impossible. */
  private static final int MOST_DRAWS = 1000;

  private final AnomalyKind kind;
  private final Record options;
  private final ColourJitter jitter;
  private final Cutter cutter;

  /** Draws a piece and its place; null if it does not fit or lies where it was cut. */
  private interface Cutter {
    PastedPatch cut(SplittableRandom random, float[] image, int at, ImageSize size);
  }

  private CutPaste(AnomalyKind kind, Record options, ColourJitter jitter, Cutter cutter) {
    this.kind = kind;
    this.options = options;
    this.jitter = jitter;
    this.cutter = cutter;
  }

  /**
   * The normal variant: rectangles.
   *
   * @param options areas, aspects and jitter
   * @return a synthesizer whose samples are {@link AnomalyKind#PATCH}
   */
  public static CutPaste patches(PatchPasting options) {
    return new CutPaste(
        AnomalyKind.PATCH,
        options,
        options.jitter(),
        (random, image, at, size) -> PastedPatch.draw(options, random, image, at, size));
  }

  /**
   * The scar variant: strips of a few pixels, turned.
   *
   * @param options widths, lengths, angles and jitter
   * @return a synthesizer whose samples are {@link AnomalyKind#SCAR}
   */
  public static CutPaste scars(ScarPasting options) {
    return new CutPaste(
        AnomalyKind.SCAR,
        options,
        options.jitter(),
        (random, image, at, size) -> PastedPatch.draw(options, random, image, at, size));
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("cutpaste " + VERSION + " " + options);
  }

  /** The whole image: pieces are pasted anywhere. */
  @Override
  public ForegroundMask foreground(float[] image, ImageSize size) {
    return ForegroundMask.whole(size);
  }

  /**
   * {@inheritDoc}
   *
   * @return always the same: every sample gets a piece
   * @throws IllegalArgumentException if the image is too small for the pieces that the options want
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
    int imageAt = 3 * size.pixels() * index;
    System.arraycopy(source, sourceAt, images, imageAt, 3 * size.pixels());
    PastedPatch piece = cut(source, sourceAt, size, random);
    piece.jitter(jitter, random);
    piece.put(size, images, imageAt, masks, size.pixels() * index);
    return kind;
  }

  private PastedPatch cut(float[] source, int at, ImageSize size, SplittableRandom random) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      PastedPatch piece = cutter.cut(random, source, at, size);
      if (piece != null) {
        return piece;
      }
    }
    throw new IllegalArgumentException("pieces of %s do not fit into %s".formatted(options, size));
  }
}
