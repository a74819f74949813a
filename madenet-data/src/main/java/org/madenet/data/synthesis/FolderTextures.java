package org.madenet.data.synthesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;
import org.madenet.data.image.DecodedImage;
import org.madenet.data.image.ImageDecoder;
import org.madenet.data.image.Resampler;
import org.madenet.data.reader.ImageFiles;

/**
 * Textures from the images of a folder and its subfolders, such as the Describable Textures
 * Dataset: one drawn at random, resized to the whole image whatever its shape, as DRAEM does. All
 * files are decoded once when the folder is opened, so that no training ends at one that cannot be,
 * and again when first drawn; resized textures are kept in 8 bits per channel up to a number of
 * bytes, and what does not fit is decoded again each time. Kept or not, values are the same.
 *
 * <p>Safe for use by several threads.
 */
public final class FolderTextures implements TextureSource {

  /** Default memory for resized textures: 512 MiB, some 2700 of 256x256. */
  public static final long DEFAULT_CACHE_BYTES = 512L << 20;

  private final Path folder;
  private final List<Path> files;
  private final long cacheBytes;
  private final ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
  private final Map<Key, byte[]> cache = new HashMap<>();
  private long cached;
  private volatile String fingerprint;

  private record Key(int file, ImageSize size) {}

  private FolderTextures(Path folder, List<Path> files, long cacheBytes) {
    this.folder = folder;
    this.files = files;
    this.cacheBytes = cacheBytes;
  }

  /**
   * Opens a folder.
   *
   * @param folder holds images, directly or in subfolders
   * @return a source with the default cache
   * @throws IOException if it is no folder, cannot be read or holds no image, or if images cannot
   *     be decoded; the message names it, or all of them
   */
  public static FolderTextures open(Path folder) throws IOException {
    return open(folder, DEFAULT_CACHE_BYTES);
  }

  /**
   * Opens a folder.
   *
   * @param folder holds images (by their extensions), directly or in subfolders; hidden files and
   *     folders do not count
   * @param cacheBytes memory for resized textures, at least 0
   * @return a source
   * @throws IOException if it is no folder, cannot be read or holds no image, or if images cannot
   *     be decoded; the message names it, or all of them
   */
  public static FolderTextures open(Path folder, long cacheBytes) throws IOException {
    Checks.between("cacheBytes", cacheBytes, 0, Long.MAX_VALUE);
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(
          folder + ": is no folder; a folder with images of textures is needed");
    }
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files =
          found
              .filter(ImageFiles::isImage)
              .filter(file -> visible(folder.relativize(file)))
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(file -> name(folder, file)))
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new IOException(folder + ": cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new IOException(
          folder + ": holds no images of textures (JPEG, PNG, BMP or TIFF), in subfolders neither");
    }
    FolderTextures textures = new FolderTextures(folder, files, cacheBytes);
    textures.requireDecodable();
    return textures;
  }

  private void requireDecodable() throws IOException {
    List<String> faults =
        files.parallelStream().map(this::fault).flatMap(Optional::stream).toList();
    if (!faults.isEmpty()) {
      throw new IOException(
          "%s: %d of %d textures cannot be decoded; remove or replace them: %s"
              .formatted(folder, faults.size(), files.size(), String.join("; ", faults)));
    }
  }

  private Optional<String> fault(Path file) {
    try {
      decoder.decode(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static boolean visible(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /**
   * Number of images found.
   *
   * @return at least 1
   */
  public int count() {
    return files.size();
  }

  @Override
  public void draw(SplittableRandom random, ImageSize size, float[] out) {
    byte[] texture = texture(new Key(random.nextInt(files.size()), size));
    for (int i = 0; i < texture.length; i++) {
      out[i] = (texture[i] & 255) * (1 / 255f);
    }
    int pixels = size.pixels();
    if (texture.length == pixels) {
      System.arraycopy(out, 0, out, pixels, pixels);
      System.arraycopy(out, 0, out, 2 * pixels, pixels);
    }
  }

  private byte[] texture(Key key) {
    synchronized (cache) {
      byte[] known = cache.get(key);
      if (known != null) {
        return known;
      }
    }
    byte[] texture = load(files.get(key.file()), key.size());
    synchronized (cache) {
      if (cached + texture.length <= cacheBytes && cache.putIfAbsent(key, texture) == null) {
        cached += texture.length;
      }
    }
    return texture;
  }

  private byte[] load(Path file, ImageSize size) {
    try {
      DecodedImage image = decoder.decode(file);
      float[] resized = new Resampler(size, true).resize(image);
      byte[] levels = new byte[resized.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) (int) (Math.max(0, Math.min(1, resized[i])) * 255 + 0.5f);
      }
      return levels;
    } catch (IOException e) {
      throw new UncheckedIOException("texture " + e.getMessage(), e);
    }
  }

  /** Of all files' names and contents. Reads them all at the first call. */
  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known =
          Fingerprint.ofText(
              files.parallelStream()
                  .map(file -> name(folder, file) + "\t" + Fingerprint.ofFile(file))
                  .collect(Collectors.joining("\n", "texture folder 1\n", "\n")));
      fingerprint = known;
    }
    return known;
  }
}
