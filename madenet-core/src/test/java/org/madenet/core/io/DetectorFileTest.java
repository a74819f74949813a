package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.Provenance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DetectorFileTest {

  private record Options(int width, double noise, List<String> taps) {}

  private static final Options OPTIONS = new Options(8, 0.015, List.of("layer2", "layer3"));
  private static final Provenance PROVENANCE =
      new Provenance(
          "sfad",
          List.of("fit", "fine-tune"),
          -42,
          "0.1.0",
          "CPU, some processor",
          Map.of("train", "00ff", "validation", "17"),
          Map.of("best validation loss", 0.1, "not a number", Double.NaN));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("detector.madenet");
  }

  private static Map<String, INDArray> tensors() {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("w", Nd4j.create(new float[] {1, -2, 3.5f, Float.MIN_VALUE, -0f, 6}, 2, 3));
    tensors.put("b", Nd4j.create(new float[] {Float.NaN, Float.MAX_VALUE}, 1, 2));
    return tensors;
  }

  private void write() throws IOException {
    DetectorFile.write(file, PROVENANCE, OPTIONS, tensors());
  }

  @Test
  void read_writtenFile_givesEverythingBack() throws IOException {
    write();

    DetectorFile saved = DetectorFile.read(file).requireKind("sfad");

    assertThat(saved.provenance()).isEqualTo(PROVENANCE);
    assertThat(saved.options(Options.class)).isEqualTo(OPTIONS);
    assertThat(saved.tensors().keySet()).containsExactly("w", "b");
    assertThat(bits(saved.tensor("w", 2, 3))).isEqualTo(bits(tensors().get("w")));
    assertThat(bits(saved.tensor("b", 1, 2))).isEqualTo(bits(tensors().get("b")));
  }

  @Test
  void write_stridedViews_storesValuesInRowOrder() throws IOException {
    INDArray base = Nd4j.arange(24).castTo(DataType.FLOAT).reshape(2, 3, 4);
    INDArray view = base.permute(2, 0, 1);

    DetectorFile.write(file, PROVENANCE, OPTIONS, Map.of("view", view));

    INDArray read = DetectorFile.read(file).tensor("view", 4, 2, 3);
    assertThat(read.ordering()).isEqualTo('c');
    assertThat(read).isEqualTo(view);
  }

  @Test
  void write_sameDetectorTwice_sameBytes() throws IOException {
    write();
    byte[] first = Files.readAllBytes(file);
    write();

    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void write_doublePrecision_refused() {
    Map<String, INDArray> tensors = Map.of("w", Nd4j.zeros(DataType.DOUBLE, 2));

    assertThatThrownBy(() -> DetectorFile.write(file, PROVENANCE, OPTIONS, tensors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'w' must be FLOAT, but is DOUBLE");
    assertThat(file).doesNotExist();
  }

  @Test
  void readHeader_writtenFile_keepsNoTensors() throws IOException {
    write();

    DetectorFile saved = DetectorFile.readHeader(file);

    assertThat(saved.kind()).isEqualTo("sfad");
    assertThat(saved.optionsJson()).contains("\"noise\":0.015");
    assertThat(saved.tensors()).isEmpty();
  }

  /** The fixture was written when version 1 was the newest, and files named a preset. */
  @Test
  void read_fileOfFormatVersion1_stillLoads() throws Exception {
    Path old = Path.of(DetectorFileTest.class.getResource("format-1.madenet").toURI());

    DetectorFile saved = DetectorFile.read(old);

    assertThat(saved.provenance()).isEqualTo(PROVENANCE);
    assertThat(saved.options(Options.class)).isEqualTo(OPTIONS);
    assertThat(bits(saved.tensor("w", 2, 3))).isEqualTo(bits(tensors().get("w")));
    assertThat(bits(saved.tensor("b", 1, 2))).isEqualTo(bits(tensors().get("b")));
  }

  @Test
  void read_cutAtEveryLength_refused() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> DetectorFile.read(file))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageMatching("(?s).*(is truncated: it has|is not a madenet file).*");
    }
  }

  @Test
  void read_anyByteChanged_refused() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int position = 0; position < whole.length; position++) {
      byte[] damaged = whole.clone();
      damaged[position] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThatThrownBy(() -> DetectorFile.read(file))
          .as("byte %d", position)
          .isInstanceOf(IOException.class)
          .hasMessageMatching("(?s).*(is damaged|is truncated|is not a madenet file).*");
    }
  }

  @Test
  void read_bytesAppended_refused() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(() -> DetectorFile.read(file)).hasMessageContaining("is damaged");
  }

  @Test
  void read_newerFormat_saysUpdate() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    little(whole).putInt(8, TensorContainer.FORMAT_VERSION + 1);
    Files.write(file, sealed(whole));

    assertThatThrownBy(() -> DetectorFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has format version 2, this library reads up to 1: update madenet");
  }

  @Test
  void read_hugeHeaderLength_refusedWithoutAllocation() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    little(whole).putInt(12, Integer.MAX_VALUE);
    Files.write(file, sealed(whole));

    assertThatThrownBy(() -> DetectorFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("2147483647");
  }

  @Test
  void read_foreignFiles_refused() throws IOException {
    Files.writeString(file, "PK\u0003\u0004 this is a zip file, long enough to hold a preamble");
    assertThatThrownBy(() -> DetectorFile.read(file)).hasMessageContaining("is not a madenet file");

    assertThatThrownBy(() -> DetectorFile.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> DetectorFile.read(folder.resolve("absent")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent does not exist");
  }

  @Test
  void read_otherContent_refused() throws IOException {
    TensorContainer.write(file, "checkpoint", OPTIONS, Map.of());

    assertThatThrownBy(() -> DetectorFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a checkpoint, not a detector");
  }

  @Test
  void requireKind_otherKind_refused() throws IOException {
    write();

    DetectorFile saved = DetectorFile.read(file);

    assertThatThrownBy(() -> saved.requireKind("lpd"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kind sfad, not lpd");
  }

  @Test
  void tensor_missingOrMisshapen_refusedByName() throws IOException {
    write();

    DetectorFile saved = DetectorFile.read(file);

    assertThatThrownBy(() -> saved.tensor("gamma", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no tensor 'gamma'");
    assertThatThrownBy(() -> saved.tensor("w", 3, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'w' is [2, 3]")
        .hasMessageContaining("[3, 2]");
  }

  private static int[] bits(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes the checksum fit again, as an attacker would. */
  static byte[] sealed(byte[] bytes) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(bytes, 0, bytes.length - 32);
    byte[] out = bytes.clone();
    System.arraycopy(sha256.digest(), 0, out, bytes.length - 32, 32);
    return out;
  }
}
