package org.madenet.data.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's decompressor, which is zlib, must give back what went in. */
class DeflateTest {

  static Stream<Arguments> inputs() {
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("one byte", new byte[] {7}),
        Arguments.of("two bytes", new byte[] {7, 7}),
        Arguments.of("one run", new byte[200_000]),
        Arguments.of("uniform noise", noise(150_000, 256)),
        Arguments.of("two symbols", noise(70_001, 2)),
        Arguments.of("a block of its own", noise(1 << 16, 40)),
        Arguments.of("runs of every length", runs()),
        Arguments.of("codes beyond fifteen bits", fibonacci()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void zlib_inflated_givesBackTheInput(String name, byte[] data) throws Exception {
    byte[] compressed = Deflate.zlib(data);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertThat(Deflate.zlib(data)).isEqualTo(compressed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void zlib_anyInput_growsByHeadersAtMost(String name, byte[] data) {
    int blocks = data.length / 65_536 + 1;
    assertThat(Deflate.zlib(data).length).isLessThan(data.length + 16 + 180 * blocks);
  }

  private static byte[] noise(int length, int symbols) {
    Random random = new Random(5);
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) random.nextInt(symbols);
    }
    return out;
  }

  private static byte[] runs() {
    byte[] out = new byte[300 * 301 / 2];
    int at = 0;
    for (int length = 1; length <= 300; length++) {
      Arrays.fill(out, at, at + length, (byte) length);
      at += length;
    }
    return out;
  }

  /** Counts that grow like Fibonacci's numbers give the deepest tree. */
  private static byte[] fibonacci() {
    byte[] out = new byte[60_000];
    int count = 1;
    int next = 1;
    int at = 0;
    for (int symbol = 0; at < out.length; symbol++) {
      // Every other byte is symbol 255, so that none of them makes a run.
      for (int i = 0; i < count && at + 1 < out.length; i++) {
        out[at++] = (byte) symbol;
        out[at++] = (byte) 255;
      }
      int sum = count + next;
      count = next;
      next = sum;
      at = symbol > 30 ? out.length : at;
    }
    return out;
  }
}
