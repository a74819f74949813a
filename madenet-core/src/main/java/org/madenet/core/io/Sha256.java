package org.madenet.core.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 without the exception that no Java platform throws. */
public final class Sha256 {

  private Sha256() {}

  /**
   * A digest to be fed.
   *
   * @return new, of nothing so far
   */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What a digest was fed, as text; the digest starts anew.
   *
   * @param digest from {@link #digest()}
   * @return 64 lower-case hexadecimal digits
   */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The digest of bytes, as text.
   *
   * @param bytes what it is of
   * @return 64 lower-case hexadecimal digits
   */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }
}
