package org.madenet.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The marker segments in front of a JPEG file's pixels. */
final class JpegSegments {

  private static final int START_OF_IMAGE = 0xd8;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP2 = 0xe2;
  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private JpegSegments() {}

  /**
   * The file without its colour profile, which the decoder would apply to JPEG but not to other
   * formats. What is not a well-formed JPEG comes back as it is: the decoder finds the words for
   * it.
   */
  static byte[] withoutProfile(byte[] content) {
    if (content.length < 4 || marker(content, 0) != START_OF_IMAGE) {
      return content;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    out.write(content, 0, 2);
    int at = 2;
    while (at + 4 <= content.length) {
      int marker = marker(content, at);
      int length = 2 + ((content[at + 2] & 0xff) << 8 | content[at + 3] & 0xff);
      if (marker < 0 || length < 4 || at + length > content.length) {
        return content;
      }
      if (marker == START_OF_SCAN) {
        break;
      }
      if (marker != APP2 || !isProfile(content, at + 4)) {
        out.write(content, at, length);
      }
      at += length;
    }
    out.write(content, at, content.length - at);
    return out.toByteArray();
  }

  private static int marker(byte[] content, int at) {
    return (content[at] & 0xff) == 0xff ? content[at + 1] & 0xff : -1;
  }

  private static boolean isProfile(byte[] content, int at) {
    return at + PROFILE.length <= content.length
        && Arrays.equals(content, at, at + PROFILE.length, PROFILE, 0, PROFILE.length);
  }
}
