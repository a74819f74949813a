package org.madenet.data.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.madenet.core.io.ReadFaults;

/**
 * Decodes JPEG, PNG, BMP and TIFF files by their content, whatever their names. What cannot be read
 * completely and correctly is refused with an {@link ImageException} that names the file.
 *
 * <ul>
 *   <li>Grey stays one channel; palettes are looked up; 16 bits are kept.
 *   <li>Pixels with transparency are composited on black.
 *   <li>JPEG in CMYK is converted to RGB by multiplication with black; TIFF in CMYK is refused.
 *   <li>Colour profiles are not applied: the numbers in the file are what networks are trained on
 *       everywhere.
 *   <li>The EXIF orientation is applied, so that images are upright.
 *   <li>Truncated files, and files of more than a stated number of pixels, are refused.
 * </ul>
 *
 * <p>Safe for use by several threads, which share the limit: images wait for each other where they
 * would have more pixels together.
 */
public final class ImageDecoder {

  /** Default limit: 64 million pixels. */
  public static final long DEFAULT_MAX_PIXELS = 64_000_000;

  private static final long MAX_FILE_BYTES = 1L << 30;
  private static final int SHARES = 1 << 20;
  private static final Set<String> FORMATS = Set.of("jpeg", "png", "bmp", "tif", "tiff");

  /** Warnings about what is not pixels: profiles (not applied anyway) and other metadata. */
  private static final Pattern HARMLESS =
      Pattern.compile("ICC|profile|Exif|Adobe|JFIF|Bogus APP", Pattern.CASE_INSENSITIVE);

  private final long maxPixels;

  /** Shares of the limit that are free. */
  private final Semaphore atOnce = new Semaphore(SHARES, true);

  /**
   * A decoder.
   *
   * @param maxPixels largest number of pixels that is decoded, at least 1: a small file can claim
   *     to be an image that fills the memory
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("max pixels must be at least 1, but is " + maxPixels);
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes a file.
   *
   * @param file an image file
   * @return its pixels
   * @throws ImageException if it is not an image that can be read completely
   * @throws IOException if the file is missing or cannot be read; the message says which
   */
  public DecodedImage decode(Path file) throws IOException {
    byte[] content = content(file);
    return read(file, JpegSegments.withoutProfile(content)).oriented(orientation(file, content));
  }

  private static byte[] content(Path file) throws IOException {
    try {
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw new ImageException(file, "is empty");
      }
      if (bytes > MAX_FILE_BYTES) {
        throw new ImageException(file, "is larger than 1 GiB (" + bytes + " bytes)");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw ReadFaults.explained(e);
    }
  }

  private DecodedImage read(Path file, byte[] content) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      ImageReader reader = reader(file, content, in);
      AtomicReference<String> warning = new AtomicReference<>();
      int acquired = 0;
      try {
        reader.setInput(in, true, true);
        reader.addIIOReadWarningListener(
            (source, message) -> {
              if (!HARMLESS.matcher(message).find()) {
                warning.compareAndSet(null, message);
              }
            });
        requireSize(file, reader.getWidth(0), reader.getHeight(0));
        int share = share(reader.getWidth(0), reader.getHeight(0));
        atOnce.acquireUninterruptibly(share);
        acquired = share;
        BufferedImage image = reader.read(0);
        if (warning.get() != null) {
          throw new ImageException(file, "is damaged: " + warning.get());
        }
        return Pixels.of(file, image);
      } catch (ImageException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        rethrowError(e);
        throw new ImageException(file, "is damaged or truncated: " + reason(e), e);
      } finally {
        atOnce.release(acquired);
        reader.dispose();
      }
    }
  }

  private int share(int width, int height) {
    return (int) Math.max(1, Math.ceil((double) SHARES * width * height / maxPixels));
  }

  /** ImageIO wraps what readers throw: memory that was short is no fault of the file. */
  private static void rethrowError(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Error error) {
        throw error;
      }
    }
  }

  private void requireSize(Path file, int width, int height) throws ImageException {
    if ((long) width * height > maxPixels) {
      throw new ImageException(
          file,
          "has %dx%d pixels (height x width), more than the limit of %d"
              .formatted(height, width, maxPixels));
    }
    if (width < 1 || height < 1) {
      throw new ImageException(file, "has no pixels");
    }
  }

  private static ImageReader reader(Path file, byte[] content, ImageInputStream in)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new ImageException(
          file,
          "is not a JPEG, PNG, BMP or TIFF image; its content begins with '%s'"
              .formatted(beginning(content)));
    }
    ImageReader reader = readers.next();
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      reader.dispose();
      throw new ImageException(
          file, "has the format " + format + "; JPEG, PNG, BMP and TIFF are read");
    }
    return reader;
  }

  private static String beginning(byte[] content) {
    return new String(content, 0, Math.min(16, content.length), StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", ".");
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The EXIF orientation; 1 (upright) if there is none or it cannot be understood. */
  private static int orientation(Path file, byte[] content) throws ImageException {
    try {
      ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(content), content.length)
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      return exif != null && exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
          ? exif.getInt(ExifIFD0Directory.TAG_ORIENTATION)
          : 1;
    } catch (ImageProcessingException | MetadataException e) {
      return 1;
    } catch (IOException e) {
      throw new ImageException(file, "is damaged or truncated: " + reason(e), e);
    }
  }
}
