package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose checksum fits, but whose header was written by somebody else. */
class HostileHeaderTest {

  /** Says that it was made: the class that a hostile header names. */
  public static class Gadget {
    static boolean made;

    /** Would be called if a header could name a class. */
    public Gadget() {
      made = true;
    }
  }

  private record Plain(int width) {}

  private record Anything(Object value) {}

  private record Typed(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

  private static final String PROVENANCE =
      "{'kind':'sfad','stages':[],'seed':1,'libraryVersion':'1','backend':'x',"
          + "'dataFingerprints':{},'figures':{}}";

  @TempDir Path folder;

  private Path fileWith(String json) throws Exception {
    byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] noTensors = {8, 0, 0, 0, 0, 0, 0, 0, '{', '}', ' ', ' ', ' ', ' ', ' ', ' '};
    ByteBuffer preamble = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    preamble.put(new byte[] {(byte) 0x89, 'M', 'A', 'D', 'E', '\r', '\n', 0x1A}).putInt(1);
    preamble.putInt(header.length).putLong(24L + header.length + noTensors.length + 32);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(preamble.array());
    all.write(header);
    all.write(noTensors);
    all.write(new byte[32]);
    return Files.write(folder.resolve("hostile"), DetectorFileTest.sealed(all.toByteArray()));
  }

  private Path fileWithOptions(String options) throws Exception {
    return fileWith(
        "{'content':'detector','header':{'provenance':"
            + PROVENANCE
            + ",'preset':null,'options':"
            + options
            + "}}");
  }

  @Test
  void options_plainRecord_read() throws Exception {
    Path file = fileWithOptions("{'width':3}");

    assertThat(DetectorFile.read(file).options(Plain.class)).isEqualTo(new Plain(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@class", "@type", "class", "unknown"})
  void options_nameAClass_refusedAndNothingMade(String field) throws Exception {
    Path file = fileWithOptions("{'width':3,'" + field + "':'" + Gadget.class.getName() + "'}");

    DetectorFile saved = DetectorFile.read(file);

    assertThatThrownBy(() -> saved.options(Plain.class))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString());
    assertThat(Gadget.made).isFalse();
  }

  @Test
  void options_untypedField_staysPlainData() throws Exception {
    Path file = fileWithOptions("{'value':['" + Gadget.class.getName() + "',{}]}");

    assertThat(DetectorFile.read(file).options(Anything.class).value())
        .isInstanceOf(java.util.List.class);
    assertThat(Gadget.made).isFalse();
  }

  @Test
  void options_recordThatAsksForTypeNames_refusedAndNothingMade() throws Exception {
    Path file = fileWithOptions("{'value':{'@class':'" + Gadget.class.getName() + "'}}");

    DetectorFile saved = DetectorFile.read(file);

    assertThatThrownBy(() -> saved.options(Typed.class)).isInstanceOf(IOException.class);
    assertThat(Gadget.made).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "7",
        "",
        "{'content':'detector'}",
        "{'content':'detector','header':null}",
        "{'content':'detector','header':{}}",
        "{'content':'detector','header':[]}",
        "{'content':'detector','header':{'provenance':null,'preset':null,'options':{}}}",
        "{'content':'detector','content':'detector','header':{}}",
        "{'content':'detector','header':{}} {}"
      })
  void read_malformedHeader_ioExceptionWithPath(String json) throws Exception {
    Path file = fileWith(json);

    assertThatThrownBy(() -> DetectorFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void read_deeplyNestedHeader_ioExceptionNotStackOverflow() throws Exception {
    Path file = fileWithOptions("[".repeat(100_000) + "]".repeat(100_000));

    assertThatThrownBy(() -> DetectorFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("depth");
  }
}
