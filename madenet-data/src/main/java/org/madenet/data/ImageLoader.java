package org.madenet.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.image.ImageArrays;
import org.madenet.data.image.DecodedImage;
import org.madenet.data.image.ImageDecoder;
import org.madenet.data.image.Resampler;

/**
 * Decodes and resizes single files, and resizes images in memory. Images by bilinear resizing with
 * pixel centres at half pixels; masks by binarising, then nearest neighbour (PyTorch's {@code
 * nearest-exact}). Immutable and safe for use by several threads.
 */
public final class ImageLoader {

  private final ImageSize size;
  private final ImageDecoder decoder;
  private final Resampler resampler;

  /**
   * A loader.
   *
   * @param options size, antialiasing and limit of pixels; the cache is not used here
   */
  public ImageLoader(LoadOptions options) {
    this.size = options.size();
    this.decoder = new ImageDecoder(options.maxPixels());
    this.resampler = new Resampler(options.size(), options.antialias());
  }

  /**
   * Loads an image.
   *
   * @param file an image file
   * @return {@code [C,H,W]} in [0,1], C = 1 for grey files and 3 for others
   * @throws IOException if it cannot be read; the message names the file
   */
  public float[] image(Path file) throws IOException {
    return image(decode(file));
  }

  /**
   * Images that are in memory already, a camera's frames, say, as a batch for a detector of the
   * loader's size.
   *
   * @param ids one name per image, for the predictions
   * @param frames at least one, of any size, grey or RGB of 8 or 16 bits
   * @return one batch, in the given order
   * @throws IllegalArgumentException if there are not as many names as images, or none, or the
   *     pixels of one are of another kind
   */
  public ImageBatch batch(List<String> ids, List<BufferedImage> frames) {
    if (frames.isEmpty() || ids.size() != frames.size()) {
      throw new IllegalArgumentException(
          "a batch needs images and a name for each, but there are %d images and %d names"
              .formatted(frames.size(), ids.size()));
    }
    float[] values = new float[Math.multiplyExact(3 * size.pixels(), frames.size())];
    for (int i = 0; i < frames.size(); i++) {
      put(image(DecodedImage.of(frames.get(i))), values, i);
    }
    return new ImageBatch(ids, ImageArrays.of(values, 3, size));
  }

  /** Writes an image of one or three channels as the i-th of three channels. */
  void put(float[] image, float[] values, int i) {
    int pixels = size.pixels();
    for (int c = 0; c < 3; c++) {
      int from = image.length == pixels ? 0 : c * pixels;
      System.arraycopy(image, from, values, (3 * i + c) * pixels, pixels);
    }
  }

  DecodedImage decode(Path file) throws IOException {
    return decoder.decode(file);
  }

  float[] image(DecodedImage decoded) {
    return resampler.resize(decoded);
  }

  /**
   * Loads a mask, of whatever size its file is. Each pixel is that of the file which lies under its
   * middle; where these miss all marks, every pixel that a mark touches is one.
   *
   * @param file a mask file
   * @param threshold smallest level, of 0 to 255, that marks an anomalous pixel
   * @return {@code [H,W]}, 1 where anomalous and 0 elsewhere
   * @throws IOException if it cannot be read; the message names the file
   */
  public byte[] mask(Path file, int threshold) throws IOException {
    return mask(decode(file), threshold);
  }

  byte[] mask(DecodedImage mask, int threshold) {
    byte[] out = new byte[size.pixels()];
    boolean marked = false;
    for (int y = 0; y < size.height(); y++) {
      int sourceY = nearest(y, mask.size().height(), size.height());
      for (int x = 0; x < size.width(); x++) {
        int sourceX = nearest(x, mask.size().width(), size.width());
        if (mask.level(sourceY, sourceX) >= threshold) {
          out[y * size.width() + x] = 1;
          marked = true;
        }
      }
    }
    if (!marked) {
      markWhatFellBetween(mask, threshold, out);
    }
    return out;
  }

  /** A defect smaller than a pixel of the result would else be none. */
  private void markWhatFellBetween(DecodedImage mask, int threshold, byte[] out) {
    int height = mask.size().height();
    int width = mask.size().width();
    for (int sourceY = 0; sourceY < height; sourceY++) {
      for (int sourceX = 0; sourceX < width; sourceX++) {
        if (mask.level(sourceY, sourceX) >= threshold) {
          int y = (int) ((long) sourceY * size.height() / height);
          int x = (int) ((long) sourceX * size.width() / width);
          out[y * size.width() + x] = 1;
        }
      }
    }
  }

  private static int nearest(int i, int source, int target) {
    return Math.min(source - 1, (int) Math.floor((i + 0.5) * source / target));
  }
}
