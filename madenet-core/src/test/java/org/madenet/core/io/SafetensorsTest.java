package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The golden file is written by the Python package (tools/make_safetensors_fixture.py). */
class SafetensorsTest {

  @TempDir Path folder;

  @Test
  void open_fileOfReferenceImplementation_readsEveryType() throws IOException {
    Safetensors file = Safetensors.open(golden(), "golden");

    float[] values = {0f, -1.5f, 3.25f, 65504f, 0x1p-24f, -0f};
    assertThat(file.floats("f64")).containsExactly(values);
    assertThat(file.floats("f64_rounded")).containsExactly(0.1f);
    assertThat(file.floats("f32")).containsExactly(values);
    assertThat(file.floats("f16")).containsExactly(values);
    assertThat(file.floats("f16_special"))
        .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);
    assertThat(file.floats("bf16")).containsExactly(1f, -3.140625f, 0x1p100f);
    assertThat(file.floats("i64")).containsExactly(-3f, 0x1p24f);
    assertThat(file.floats("i32")).containsExactly(-70000f, 5f);
    assertThat(file.floats("i16")).containsExactly(-300f, 300f);
    assertThat(file.floats("i8")).containsExactly(-128f, 127f);
    assertThat(file.floats("u8")).containsExactly(0f, 255f);
    assertThat(file.floats("bool")).containsExactly(1f, 0f);
    assertThat(file.floats("scalar")).containsExactly(7.5f);
    assertThat(file.floats("empty")).isEmpty();
    assertThat(file.metadata()).containsEntry("note", "grüße").containsEntry("format", "pt");
    assertThat(file.names()).hasSize(14);
    assertThat(file.info("f16").type()).isEqualTo(TensorType.F16);
    assertThat(file.info("f16").shape()).containsExactly(2L, 3L);
  }

  @Test
  void tensor_anyRank_keepsShape() throws IOException {
    Safetensors file = Safetensors.open(golden(), "golden");

    assertThat(file.tensor("f32").shape()).containsExactly(2, 3);
    assertThat(file.tensor("f32").getFloat(0, 2)).isEqualTo(3.25f);
    assertThat(file.tensor("scalar").rank()).isZero();
    assertThat(file.tensor("empty").shape()).containsExactly(0, 4);
  }

  @Test
  void halfToFloat_every16BitPattern_isTheNumberItsBitsMean() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double magnitude =
          exponent == 31
              ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
              : exponent == 0
                  ? fraction * Math.pow(2, -14)
                  : (1 + fraction) * Math.pow(2, exponent - 15);
      double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
      assertThat(Double.valueOf(TensorType.halfToFloat((short) bits)))
          .isEqualTo(Double.valueOf(expected));
    }
  }

  @Test
  void write_thenOpen_returnsSameTensors() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    INDArray base = Nd4j.create(floats(2 * 3 * 5), new long[] {2, 3, 5}, 'c');
    tensors.put("plain", base);
    tensors.put("view", base.permute(2, 0, 1));
    tensors.put("fortran", base.dup('f'));
    tensors.put("double", base.castTo(DataType.DOUBLE));
    tensors.put("scalar", Nd4j.scalar(2.5f));
    tensors.put("empty", Nd4j.create(DataType.FLOAT, 3, 0));
    tensors.put("more than one chunk", Nd4j.create(floats(600_001)));
    Path path = folder.resolve("a.safetensors");

    Safetensors.write(path, tensors, Map.of("key", "\"value\"\n"));

    Safetensors file = Safetensors.open(path);
    assertThat(file.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
    assertThat(file.metadata()).containsExactly(Map.entry("key", "\"value\"\n"));
    for (Map.Entry<String, INDArray> entry : tensors.entrySet()) {
      INDArray expected = entry.getValue();
      INDArray actual = file.tensor(entry.getKey());
      assertThat(actual.shape()).isEqualTo(expected.shape());
      if (!expected.isEmpty()) {
        assertThat(actual.dup('c').data().asFloat()).isEqualTo(expected.dup('c').data().asFloat());
      }
    }
  }

  @Test
  void write_overExistingFile_replacesItAndLeavesNothingElse() throws IOException {
    Path path = Files.writeString(folder.resolve("a.safetensors"), "old");

    Safetensors.write(path, Map.of("x", Nd4j.scalar(1f)), Map.of());

    assertThat(Safetensors.open(path).floats("x")).containsExactly(1f);
    assertThat(folder).isDirectoryContaining(p -> p.equals(path));
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).containsExactly(path);
    }
  }

  @Test
  void write_intoMissingFolder_saysWhich() {
    Path path = folder.resolve("missing").resolve("a.safetensors");

    assertThatThrownBy(() -> Safetensors.write(path, Map.of(), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void open_everyTruncation_isRefused() throws IOException {
    byte[] whole = golden();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.open(cut, "cut.safetensors"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cut.safetensors is not a valid safetensors file");
    }
  }

  @Test
  void floats_fileCutAfterOpening_saysSo() throws IOException {
    Path path = folder.resolve("a.safetensors");
    Safetensors.write(path, Map.of("x", Nd4j.create(floats(1000))), Map.of());
    Safetensors file = Safetensors.open(path);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 200));

    assertThatThrownBy(() -> file.floats("x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut");
  }

  @Test
  void info_unknownName_listsWhatThereIs() throws IOException {
    Safetensors file = Safetensors.open(golden(), "golden");

    assertThatThrownBy(() -> file.floats("nope"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nope'")
        .hasMessageContaining("and 10 more");
  }

  static Stream<Arguments> malformedHeaders() {
    String f32 = "{\"dtype\":\"F32\",\"shape\":";
    return Stream.of(
        Arguments.of("[]", 0, "not a JSON object"),
        Arguments.of("{\"a\":", 0, "not valid JSON"),
        Arguments.of("{}x", 0, "not valid JSON"),
        Arguments.of("{}", 4, "4 follow the header"),
        Arguments.of("{\"a\":" + f32 + "[1],\"data_offsets\":[0,8]}}", 8, "needs 4 bytes"),
        Arguments.of("{\"a\":" + f32 + "[1],\"data_offsets\":[4,8]}}", 8, "after a gap"),
        Arguments.of("{\"a\":" + f32 + "[1],\"data_offsets\":[4,0]}}", 4, "data_offsets [4, 0]"),
        Arguments.of("{\"a\":" + f32 + "[1],\"data_offsets\":[0]}}", 4, "data_offsets [0]"),
        Arguments.of("{\"a\":" + f32 + "[1.5],\"data_offsets\":[0,4]}}", 4, "shape [1.5]"),
        Arguments.of("{\"a\":" + f32 + "[-1],\"data_offsets\":[0,4]}}", 4, "shape [-1]"),
        Arguments.of(
            "{\"a\":" + f32 + "[4611686018427387904,4],\"data_offsets\":[0,4]}}", 4, "the shape"),
        Arguments.of("{\"a\":" + f32 + "3,\"data_offsets\":[0,4]}}", 4, "no shape"),
        Arguments.of("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "type ''"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}",
            4,
            "type 'F8_E4M3'"),
        Arguments.of(
            "{\"a\":"
                + f32
                + "[2],\"data_offsets\":[0,8]},\"b\":"
                + f32
                + "[1],\"data_offsets\":[4,8]}}",
            8,
            "inside another"),
        Arguments.of(
            "{\"a\":"
                + f32
                + "[1],\"data_offsets\":[0,4]},\"a\":"
                + f32
                + "[1],\"data_offsets\":[0,4]}}",
            4,
            "Duplicate"),
        Arguments.of("{\"__metadata__\":{\"k\":1}}", 0, "metadata 'k' is not text"),
        Arguments.of("{\"a\":" + "[".repeat(5000) + "}", 0, "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("malformedHeaders")
  void open_malformedHeader_saysWhatIsWrong(String header, int dataBytes, String message) {
    byte[] bytes = assemble(header.getBytes(StandardCharsets.UTF_8), dataBytes);

    assertThatThrownBy(() -> Safetensors.open(bytes, "x.safetensors"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("x.safetensors is not a valid safetensors file")
        .hasMessageContaining(message);
  }

  @Test
  void open_headerNotUtf8_isRefused() {
    byte[] bytes = assemble(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0);

    assertThatThrownBy(() -> Safetensors.open(bytes, "x")).hasMessageContaining("not UTF-8");
  }

  @Test
  void open_foreignFiles_areRefused() {
    byte[] zip = Arrays.copyOf("PK\3\4 a PyTorch file".getBytes(StandardCharsets.UTF_8), 4096);
    byte[] hugeHeader =
        ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(200_000_000).array();

    for (byte[] bytes : List.of(zip, hugeHeader, new byte[100], "text".getBytes())) {
      assertThatThrownBy(() -> Safetensors.open(bytes, "x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a valid safetensors file");
    }
  }

  private static byte[] assemble(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private static float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i);
    }
    return values;
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = SafetensorsTest.class.getResourceAsStream("every-type.safetensors")) {
      return in.readAllBytes();
    }
  }
}
