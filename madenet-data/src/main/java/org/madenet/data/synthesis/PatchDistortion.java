package org.madenet.data.synthesis;

import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

/**
 * Cuts a rectangle out of a normal image and pastes it elsewhere in the same image: local patch
 * distortion, section 3.3.1 of the paper, after CutPaste (Li and others, 2021). A gate measures
 * whether the result can be seen; a patch that differs too little from what it covers, or from what
 * is around it, is drawn again.
 *
 * <p>Safe for use by several threads. The same image, size and generator state give the same
 * sample.
 */
public final class PatchDistortion implements Synthesizer {

  /** Raised when the same seed no longer gives the same samples. */
  private static final int VERSION = 1;

  private final PatchOptions options;
  private final LongAdder pasted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  /**
   * A distortion that has done nothing yet.
   *
   * @param options how patches are cut and pasted
   */
  public PatchDistortion(PatchOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * How patches are cut and pasted.
   *
   * @return the options
   */
  public PatchOptions options() {
    return options;
  }

  /**
   * What this has done so far, in all threads.
   *
   * @return the counts up to now
   */
  public PatchCounts counts() {
    return new PatchCounts(pasted.sum(), rejected.sum(), abandoned.sum());
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("patches " + VERSION + " " + options);
  }

  /** The whole image: patches are pasted anywhere, on the background too. */
  @Override
  public ForegroundMask foreground(float[] image, ImageSize size) {
    return ForegroundMask.whole(size);
  }

  /**
   * Pastes a patch, whatever the options' probability is.
   *
   * @param image a normal image, {@code [3,H,W]} in [0,1]; not changed
   * @param size height and width
   * @param random decides everything
   * @return the sample
   */
  public PatchSample distort(float[] image, ImageSize size, SplittableRandom random) {
    if (image.length != Math.multiplyExact(3, size.pixels())) {
      throw new IllegalArgumentException(
          "an image of %s has %d values, but there are %d"
              .formatted(size, 3 * size.pixels(), image.length));
    }
    float[] changed = image.clone();
    float[] mask = new float[size.pixels()];
    Outcome outcome = paste(image, 0, size, random, changed, mask, 0);
    return new PatchSample(
        changed, mask, Optional.ofNullable(outcome.perceptibility), outcome.redraws);
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
    int values = 3 * size.pixels();
    System.arraycopy(source, sourceAt, images, values * index, values);
    if (random.nextDouble() >= options.anomalyProbability()) {
      return AnomalyKind.CLEAN;
    }
    Outcome outcome = paste(source, sourceAt, size, random, images, masks, index);
    return outcome.perceptibility == null ? AnomalyKind.CLEAN : AnomalyKind.PATCH;
  }

  private record Outcome(PatchPerceptibility perceptibility, int redraws) {}

  private Outcome paste(
      float[] source,
      int at,
      ImageSize size,
      SplittableRandom random,
      float[] images,
      float[] masks,
      int index) {
    for (int draw = 0; draw <= options.maxRedraws(); draw++) {
      PastedPatch patch = PastedPatch.draw(options, random, source, at, size);
      if (patch == null) {
        continue;
      }
      PatchPerceptibility measured = PatchMeasurement.of(patch, source, at, size);
      if (options.replaced().passedBy(measured.replaced())
          && options.surroundings().passedBy(measured.surroundings())) {
        patch.put(size, images, 3 * size.pixels() * index, masks, size.pixels() * index);
        pasted.increment();
        return new Outcome(measured, draw);
      }
      rejected.increment();
    }
    abandoned.increment();
    return new Outcome(null, options.maxRedraws() + 1);
  }
}
