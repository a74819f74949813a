package org.madenet.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.madenet.core.io.ReadFaults;
import org.madenet.core.io.Sha256;

/** SHA-256 of files, of texts and of lists of samples, as lower-case hexadecimal digits. */
public final class Fingerprint {

  private Fingerprint() {}

  static String of(List<Sample> samples) {
    List<String> lines = samples.parallelStream().map(Fingerprint::line).toList();
    MessageDigest digest = Sha256.digest();
    lines.forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }

  private static String line(Sample s) {
    return String.join(
            "\t",
            s.id(),
            s.category(),
            s.split().name(),
            s.defectType(),
            ofFile(s.image()),
            s.mask().map(Fingerprint::ofFile).orElse("-"))
        + threshold(s)
        + "\n";
  }

  /** Left out where it is the usual one, as in fingerprints from before there was another. */
  private static String threshold(Sample s) {
    boolean usual = s.mask().isEmpty() || s.maskThreshold() == Sample.MASK_THRESHOLD;
    return usual ? "" : "\t" + s.maskThreshold();
  }

  /**
   * Digest of a file's content.
   *
   * @param file any file
   * @return 64 digits
   * @throws UncheckedIOException if it cannot be read; the message names it
   */
  public static String ofFile(Path file) {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      IOException said = ReadFaults.explained(e);
      String message = said == e ? file + ": cannot be read: " + e.getMessage() : said.getMessage();
      throw new UncheckedIOException(message, said);
    }
    return Sha256.hex(digest);
  }

  /**
   * Digest of a text.
   *
   * @param text any, read as UTF-8
   * @return 64 digits
   */
  public static String ofText(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
