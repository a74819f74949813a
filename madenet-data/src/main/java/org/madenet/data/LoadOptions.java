package org.madenet.data;

import java.util.Objects;
import org.madenet.core.ImageSize;
import org.madenet.data.image.ImageDecoder;

/**
 * How image files become tensors.
 *
 * @param size height and width that every image is resized to
 * @param antialias whether shrinking averages over all pixels ({@code true} by default) or looks at
 *     the two nearest per axis only, see {@link org.madenet.data.image.Resampler}
 * @param maxPixels images of more pixels are refused
 * @param cacheBytes memory for resized images, so that they are decoded once and not in every
 *     epoch; 0 (default) keeps none. The limit counts pixel data only. What does not fit is decoded
 *     again each time.
 */
public record LoadOptions(ImageSize size, boolean antialias, long maxPixels, long cacheBytes) {

  /** Checks the ranges. */
  public LoadOptions {
    Objects.requireNonNull(size, "size");
    if (maxPixels < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "max pixels must be at least 1 and cache bytes at least 0, but are %d and %d"
              .formatted(maxPixels, cacheBytes));
    }
  }

  /**
   * The defaults for a size.
   *
   * @param size height and width that every image is resized to
   * @return options with antialiasing, without a cache
   */
  public static LoadOptions of(ImageSize size) {
    return new LoadOptions(size, true, ImageDecoder.DEFAULT_MAX_PIXELS, 0);
  }

  /**
   * The same options, with or without antialiasing.
   *
   * @param on whether shrinking averages over all pixels
   * @return new options
   */
  public LoadOptions withAntialias(boolean on) {
    return new LoadOptions(size, on, maxPixels, cacheBytes);
  }

  /**
   * The same options with another limit of pixels.
   *
   * @param limit images of more pixels are refused
   * @return new options
   */
  public LoadOptions withMaxPixels(long limit) {
    return new LoadOptions(size, antialias, limit, cacheBytes);
  }

  /**
   * The same options with a cache.
   *
   * @param bytes memory for resized images; 0 keeps none
   * @return new options
   */
  public LoadOptions withCacheBytes(long bytes) {
    return new LoadOptions(size, antialias, maxPixels, bytes);
  }
}
