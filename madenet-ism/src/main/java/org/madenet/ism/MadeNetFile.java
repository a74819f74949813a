package org.madenet.ism;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;

/**
 * The one file of a MADE-Net: a ZIP archive of {@code made-net.json}, {@code classifier.madenet} if
 * there is more than one category, and the submodels' own files, so that parts can be read when
 * they are needed, and looked at with any tool.
 *
 * <p>The JDK reads archives without a look at their checksums; this class compares them. It also
 * remembers those of all parts, so that a file that is replaced while it is open is noticed, and
 * not mixed with what was read before.
 */
final class MadeNetFile {

  static final String CLASSIFIER = "classifier.madenet";

  private static final String CONTENT = "made-net.json";
  private static final int BLOCK_BYTES = 1 << 16;
  private static final byte[] SIGNATURE = {'P', 'K', 3, 4};

  /** Reads a part from a file of its own. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private final Path file;
  private final Map<String, Long> checksums;

  private MadeNetFile(Path file, Map<String, Long> checksums) {
    this.file = file;
    this.checksums = checksums;
  }

  /**
   * Opens an archive; it holds no resource.
   *
   * @throws IOException if it is none
   */
  static MadeNetFile open(Path file) throws IOException {
    if (!isArchive(file)) {
      throw new IOException(file + " is not a MADE-Net file: it does not begin as a ZIP archive");
    }
    Map<String, Long> checksums = new HashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        checksums.put(entry.getName(), entry.getCrc());
      }
    } catch (ZipException e) {
      throw damaged(file, e);
    }
    return new MadeNetFile(file, checksums);
  }

  /** Whether a file begins as a ZIP archive. */
  static boolean isArchive(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    }
  }

  /** Opens a part of an archive. */
  @FunctionalInterface
  private interface Part {
    InputStream open() throws IOException;
  }

  /** Writes an archive: complete, or not at all. */
  static void write(Path target, MadeNetContent content, Map<String, Path> parts)
      throws IOException {
    Map<String, Part> files = new LinkedHashMap<>();
    parts.forEach((name, file) -> files.put(name, () -> Files.newInputStream(file)));
    writeParts(target, content, files);
  }

  /**
   * Writes an archive of those of its parts that the content needs; of all of them, it is the same
   * file, byte by byte.
   */
  void copy(MadeNetContent content, Path target) throws IOException {
    Set<String> needed = content.parts();
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      for (String name : needed) {
        requireUnchanged(zip, name);
      }
      Map<String, Part> parts = new LinkedHashMap<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (needed.contains(entry.getName())) {
          parts.put(entry.getName(), () -> checked(zip, entry));
        }
      }
      writeParts(target, content, parts);
    } catch (ZipException e) {
      throw damaged(file, e);
    }
  }

  private static void writeParts(Path target, MadeNetContent content, Map<String, Part> parts)
      throws IOException {
    byte[] json = PlainJson.toTree(content).toPrettyString().getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(
        target,
        out -> {
          // Weights do not get smaller.
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
          zip.setLevel(Deflater.NO_COMPRESSION);
          zip.putNextEntry(timeless(CONTENT));
          zip.write(json);
          for (Map.Entry<String, Part> part : parts.entrySet()) {
            zip.putNextEntry(timeless(part.getKey()));
            try (InputStream in = part.getValue().open()) {
              transfer(in, zip);
            }
          }
          zip.finish();
        });
  }

  /** In whole blocks, since the archive's bytes depend on the lengths in which it is written. */
  private static void transfer(InputStream in, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    for (int read = in.readNBytes(block, 0, BLOCK_BYTES);
        read > 0;
        read = in.readNBytes(block, 0, BLOCK_BYTES)) {
      out.write(block, 0, read);
    }
  }

  /** Without the time, so that equal parts give equal archives. */
  private static ZipEntry timeless(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    return entry;
  }

  /** What the archive says in JSON. */
  MadeNetContent content() throws IOException {
    byte[] json = read(CONTENT, path -> Files.readAllBytes(path));
    try {
      JsonNode tree = PlainJson.parse(json);
      // First, since another format may have other fields.
      int format = tree.path("format").asInt();
      if (format != MadeNetContent.FORMAT) {
        throw new IOException(
            "of format %d, but this version reads %d; assemble it anew"
                .formatted(format, MadeNetContent.FORMAT));
      }
      return PlainJson.toRecord(tree, MadeNetContent.class);
    } catch (IOException e) {
      throw new IOException(file + ": " + CONTENT + " is " + e.getMessage(), e);
    }
  }

  /** Reads one part by way of a temporary file. */
  <T> T read(String name, Reader<T> reader) throws IOException {
    Path part = Files.createTempFile("madenet", ".part");
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      try (InputStream in = checked(zip, entry(zip, name))) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      return reader.read(part);
    } catch (ZipException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new IOException(file + ": " + name + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void requireUnchanged(ZipFile zip, String name) throws IOException {
    try {
      entry(zip, name);
    } catch (IOException e) {
      throw new IOException(file + ": " + name + ": " + e.getMessage(), e);
    }
  }

  private ZipEntry entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    Long before = checksums.get(name);
    if (entry == null && before == null) {
      throw new IOException("it has no '" + name + "'");
    }
    if (entry == null || before == null || entry.getCrc() != before) {
      throw new IOException("the file has changed since it was opened; load it again");
    }
    return entry;
  }

  /** A part whose end is reached only if it fits its checksum. */
  private static InputStream checked(ZipFile zip, ZipEntry entry) throws IOException {
    return new CheckedInputStream(zip.getInputStream(entry), new CRC32()) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        requireIntact(value);
        return value;
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int count = super.read(into, at, length);
        requireIntact(count);
        return count;
      }

      private void requireIntact(int read) throws ZipException {
        if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
          throw new ZipException("'" + entry.getName() + "' does not fit its checksum");
        }
      }
    };
  }

  private static IOException damaged(Path file, ZipException cause) {
    return new IOException(file + " is damaged: " + cause.getMessage() + "; make it again", cause);
  }
}
