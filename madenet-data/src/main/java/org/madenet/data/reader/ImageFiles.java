package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which files are images, and sorted listings of folders, so that a dataset has the same order on
 * every platform.
 */
public final class ImageFiles {

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "png", "bmp", "tif", "tiff");
  private static final Set<String> LITTER = Set.of("thumbs.db", "desktop.ini");

  private ImageFiles() {}

  /**
   * Whether a file has the extension of an image.
   *
   * @param file need not exist
   * @return {@code true} for JPEG, PNG, BMP and TIFF
   */
  public static boolean isImage(Path file) {
    return EXTENSIONS.contains(extension(file));
  }

  static String extension(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** File name without its extension. */
  static String stem(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  static List<Path> folders(Path parent) throws IOException {
    return list(parent, Files::isDirectory);
  }

  /** Files of a folder without hidden ones and what file browsers leave behind. */
  static List<Path> files(Path folder) throws IOException {
    return list(folder, Files::isRegularFile);
  }

  /** Whether there is an image in a folder or below it. */
  static boolean holdsImages(Path folder) throws IOException {
    if (files(folder).stream().anyMatch(ImageFiles::isImage)) {
      return true;
    }
    for (Path inner : folders(folder)) {
      if (holdsImages(inner)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> list(Path folder, Predicate<Path> kind) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(p -> !name(p).startsWith("."))
          .filter(p -> !LITTER.contains(name(p).toLowerCase(Locale.ROOT)))
          .filter(kind)
          .sorted(Comparator.comparing(ImageFiles::name))
          .toList();
    }
  }
}
