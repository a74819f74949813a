package org.madenet.data;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Something wrong with a dataset.
 *
 * @param kind what sort of thing
 * @param path the file or folder concerned
 * @param detail one sentence for people: what is wrong, expected and actual
 */
public record Problem(Kind kind, Path path, String detail) {

  /** Checks that nothing is missing. */
  public Problem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(detail, "detail");
  }

  @Override
  public String toString() {
    return path + ": " + detail;
  }

  /** The sorts of problems, those that reading the index finds first, then those of the audit. */
  public enum Kind {
    /** A folder that has to hold images has none. */
    EMPTY_CATEGORY(true),
    /** A file in a folder of images that is neither an image nor a mask. */
    UNEXPECTED_FILE(true),
    /** A folder with images for which the layout has no place, or whose name contradicts it. */
    UNKNOWN_FOLDER(true),
    /** A table names a file that does not exist. */
    MISSING_FILE(true),
    /** A row of a table cannot be understood. */
    BAD_ROW(true),
    /**
     * A table lists a file more than once: the first listing is the sample, others are left out.
     */
    REPEATED_SAMPLE(true),
    /** An anomalous image without a ground-truth mask, in a dataset that has masks. */
    MISSING_MASK(true),
    /** A ground-truth mask that another image has already. */
    SHARED_MASK(true),
    /** A ground-truth mask that belongs to no image. */
    MASK_WITHOUT_IMAGE(true),
    /** The image cannot be decoded, or only in part. */
    UNREADABLE_IMAGE(true),
    /** The mask cannot be decoded, or only in part. */
    UNREADABLE_MASK(true),
    /** Mask and image differ in height or width. */
    MASK_SIZE(true),
    /**
     * The mask of an anomalous image has levels above 0, all of them below the one that marks a
     * pixel, as where marks are stored as 1.
     */
    FAINT_MASK(true),
    /** An anomalous image whose mask is black: it counts at image level only. */
    EMPTY_MASK(false),
    /** A normal image whose mask marks pixels. */
    MASK_ON_NORMAL(true),
    /** Two images of the same split have the same content. */
    DUPLICATE(false),
    /** A training and a test image have the same content, so the test is no test. */
    DUPLICATE_ACROSS_SPLITS(false);

    private final boolean preventsUse;

    Kind(boolean preventsUse) {
      this.preventsUse = preventsUse;
    }

    /**
     * Whether a sample with this problem cannot be used as what the dataset says it is.
     *
     * @return {@code true} if {@link ProblemPolicy} decides about it; {@code false} if it is only
     *     reported
     */
    public boolean preventsUse() {
      return preventsUse;
    }
  }
}
