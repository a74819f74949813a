package org.madenet.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One image of a dataset, as its layout describes it. Nothing has been decoded.
 *
 * @param id path of the image relative to the dataset's root, with '/' on every platform
 * @param category kind of object or surface shown; detectors are trained per category
 * @param split training or test part
 * @param anomalous the image-level label
 * @param defectType kind of anomaly as the dataset names it; {@link #GOOD} for normal images
 * @param image the image file
 * @param mask the ground-truth mask file; empty where the dataset has none for this image
 * @param maskThreshold smallest level of the mask, of 0 to 255, that marks an anomalous pixel: 128
 *     ({@link #MASK_THRESHOLD}), unless the dataset stores something else than black and white
 */
public record Sample(
    String id,
    String category,
    Split split,
    boolean anomalous,
    String defectType,
    Path image,
    Optional<Path> mask,
    int maskThreshold) {

  /** The defect type of every normal sample, as MVTec AD names its folder. */
  public static final String GOOD = "good";

  /** Level from which a pixel of an ordinary mask counts as anomalous. */
  public static final int MASK_THRESHOLD = 128;

  /** Checks that nothing is missing, and that label and defect type agree. */
  public Sample {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(mask, "mask");
    if (id.isBlank() || category.isBlank() || defectType.isBlank()) {
      throw new IllegalArgumentException(
          "id, category and defect type must not be blank, but are '%s', '%s', '%s'"
              .formatted(id, category, defectType));
    }
    if (anomalous == defectType.equals(GOOD)) {
      throw new IllegalArgumentException(
          id + ": a sample has the defect type 'good' if and only if it is normal");
    }
    if (maskThreshold < 1 || maskThreshold > 255) {
      throw new IllegalArgumentException(
          id + ": mask threshold must be 1 to 255, but is " + maskThreshold);
    }
  }

  /**
   * A sample whose mask, if it has one, is black and white.
   *
   * @param id path of the image relative to the dataset's root
   * @param category kind of object or surface shown
   * @param split training or test part
   * @param anomalous the image-level label
   * @param defectType kind of anomaly; {@link #GOOD} for normal images
   * @param image the image file
   * @param mask the ground-truth mask file, if there is one
   */
  public Sample(
      String id,
      String category,
      Split split,
      boolean anomalous,
      String defectType,
      Path image,
      Optional<Path> mask) {
    this(id, category, split, anomalous, defectType, image, mask, MASK_THRESHOLD);
  }
}
