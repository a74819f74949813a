package org.madenet.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Writes small datasets for tests. Every image has pixels of its own. */
public final class ImageTree {

  private final Path root;

  public ImageTree(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** A grey 8x6 image (width x height), different for every path. */
  public ImageTree image(String path) {
    return write(path, 8, 6, new Random(path.hashCode()), 256);
  }

  public ImageTree images(String folder, String extension, int count) {
    for (int i = 0; i < count; i++) {
      image("%s/%03d.%s".formatted(folder, i, extension));
    }
    return this;
  }

  /** A mask with one corner marked. */
  public ImageTree mask(String path) {
    return mask(path, 8, 6, 255);
  }

  /** A mask whose upper left pixel has a level, all others 0. */
  public ImageTree mask(String path, int width, int height, int level) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, level);
    return save(path, image);
  }

  /** The same in 16 bits. */
  public ImageTree deepMask(String path, int level) {
    BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, level);
    return save(path, image);
  }

  public ImageTree text(String path, String text) {
    try {
      Path file = parentOf(path);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public ImageTree copy(String from, String to) {
    try {
      Files.copy(root.resolve(from), parentOf(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private ImageTree write(String path, int width, int height, Random random, int levels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, random.nextInt(levels));
      }
    }
    return save(path, image);
  }

  private ImageTree save(String path, BufferedImage image) {
    try {
      Path file = parentOf(path);
      String extension = path.substring(path.lastIndexOf('.') + 1);
      if (!ImageIO.write(image, extension.toLowerCase(Locale.ROOT), file.toFile())) {
        throw new IllegalArgumentException("no writer for " + extension);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private Path parentOf(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return file;
  }
}
