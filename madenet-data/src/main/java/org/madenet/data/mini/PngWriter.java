package org.madenet.data.mini;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes PNG files that are the same to the byte on every machine: the compressor is {@link
 * Deflate}, since the JDK's is whatever zlib it was built with.
 */
final class PngWriter {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte FILTER_SUB = 1;
  private static final byte FILTER_NONE = 0;

  private PngWriter() {}

  /** Packed 0xRRGGBB pixels, row by row. */
  static byte[] rgb(int[] pixels, int width, int height) throws IOException {
    byte[] rows = new byte[height * (1 + 3 * width)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      rows[at++] = FILTER_SUB;
      int left = 0;
      for (int x = 0; x < width; x++) {
        int p = pixels[y * width + x];
        rows[at++] = (byte) ((p >> 16) - (left >> 16));
        rows[at++] = (byte) ((p >> 8) - (left >> 8));
        rows[at++] = (byte) (p - left);
        left = p;
      }
    }
    return file(rows, width, height, 2);
  }

  /** A mask of 0 and 1, written as 0 and 255. */
  static byte[] mask(byte[] mask, int width, int height) throws IOException {
    byte[] rows = new byte[height * (1 + width)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      rows[at++] = FILTER_NONE;
      for (int x = 0; x < width; x++) {
        rows[at++] = (byte) (mask[y * width + x] == 0 ? 0 : 255);
      }
    }
    return file(rows, width, height, 0);
  }

  private static byte[] file(byte[] rows, int width, int height, int colourType)
      throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, (byte) colourType, 0, 0, 0});
    byte[] data = Deflate.zlib(rows);
    ByteArrayOutputStream file = new ByteArrayOutputStream(data.length + 64);
    DataOutputStream out = new DataOutputStream(file);
    out.write(SIGNATURE);
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", data);
    chunk(out, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
