package org.madenet.core.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A checked safetensors header. Nothing in it is believed: lengths are compared with the file's,
 * shapes with byte ranges, and the ranges must fill the data without overlap or gap.
 *
 * @param tensors by the order of their bytes
 * @param metadata the writer's text, may be empty
 * @param dataOffset position of the first tensor byte in the file
 */
record SafetensorsHeader(
    Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataOffset) {

  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;

  /** Largest header accepted, as in the reference implementation. */
  private static final long MAX_BYTES = 100_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static SafetensorsHeader read(ByteSource source) throws IOException {
    long length = source.length();
    if (length < LENGTH_BYTES + 2) {
      throw malformed(source, "it has only " + length + " bytes");
    }
    ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    source.read(0, prefix);
    long headerLength = prefix.getLong(0);
    if (headerLength < 2 || headerLength > MAX_BYTES) {
      throw malformed(
          source,
          "its first eight bytes say that the header has "
              + Long.toUnsignedString(headerLength)
              + " bytes");
    }
    if (headerLength > length - LENGTH_BYTES) {
      throw malformed(
          source,
          "its header should have "
              + headerLength
              + " bytes, but the file ends after "
              + (length - LENGTH_BYTES)
              + " of them; it is cut short");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) headerLength);
    source.read(LENGTH_BYTES, bytes);
    return new Parser(source, length - LENGTH_BYTES - headerLength)
        .parse(bytes.flip(), LENGTH_BYTES + headerLength);
  }

  /** Encodes length prefix and header of F32 tensors stored one behind the other. */
  static byte[] encode(Map<String, INDArray> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writePOJOField(METADATA, metadata);
      }
      long offset = 0;
      for (Map.Entry<String, INDArray> entry : tensors.entrySet()) {
        if (entry.getKey().equals(METADATA)) {
          throw new IllegalArgumentException(
              "'" + METADATA + "' is reserved and cannot name a tensor");
        }
        INDArray tensor = entry.getValue();
        long end = offset + tensor.length() * Float.BYTES;
        out.writeObjectFieldStart(entry.getKey());
        out.writeStringField("dtype", TensorType.F32.name());
        out.writeFieldName("shape");
        out.writeArray(tensor.shape(), 0, tensor.rank());
        out.writeFieldName("data_offsets");
        out.writeArray(new long[] {offset, end}, 0, 2);
        out.writeEndObject();
        offset = end;
      }
      out.writeEndObject();
    }
    // Spaces behind the JSON text align the tensors to eight bytes.
    int padded = (json.size() + 7) / 8 * 8;
    byte[] head = new byte[LENGTH_BYTES + padded];
    Arrays.fill(head, (byte) ' ');
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json.toByteArray());
    return head;
  }

  private static IOException malformed(ByteSource source, String what) {
    return new IOException(source.origin() + " is not a valid safetensors file: " + what);
  }

  /** Turns JSON into a header, naming the tensor at fault. */
  private record Parser(ByteSource source, long dataBytes) {

    SafetensorsHeader parse(ByteBuffer bytes, long dataOffset) throws IOException {
      JsonNode root = json(bytes);
      Map<String, TensorInfo> tensors = new LinkedHashMap<>();
      Map<String, String> metadata = Map.of();
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        if (field.getKey().equals(METADATA)) {
          metadata = metadata(field.getValue());
        } else {
          tensors.put(field.getKey(), tensor(field.getKey(), field.getValue()));
        }
      }
      return new SafetensorsHeader(inFileOrder(tensors), metadata, dataOffset);
    }

    private JsonNode json(ByteBuffer bytes) throws IOException {
      JsonNode root;
      try {
        // A strict decoder: Jackson would guess UTF-16 or UTF-32 from the first bytes.
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        root = JSON.readTree(text);
      } catch (CharacterCodingException e) {
        throw malformed(source, "its header is not UTF-8 text");
      } catch (JsonProcessingException e) {
        throw malformed(source, "its header is not valid JSON: " + e.getOriginalMessage());
      } catch (StackOverflowError e) {
        throw malformed(source, "its header is nested too deeply");
      }
      if (!root.isObject()) {
        throw malformed(source, "its header is not a JSON object");
      }
      return root;
    }

    private Map<String, String> metadata(JsonNode node) throws IOException {
      Map<String, String> metadata = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (!field.getValue().isTextual()) {
          throw malformed(source, "metadata '" + field.getKey() + "' is not text");
        }
        metadata.put(field.getKey(), field.getValue().textValue());
      }
      return Collections.unmodifiableMap(metadata);
    }

    private TensorInfo tensor(String name, JsonNode node) throws IOException {
      String typeName = node.path("dtype").asText();
      TensorType type =
          Arrays.stream(TensorType.values())
              .filter(t -> t.name().equals(typeName))
              .findFirst()
              .orElseThrow(
                  () ->
                      malformed(
                          source,
                          "tensor '"
                              + name
                              + "' has type '"
                              + typeName
                              + "'; madenet reads "
                              + Arrays.toString(TensorType.values())));
      List<Long> shape = longs(name, node.path("shape"), "shape");
      List<Long> offsets = longs(name, node.path("data_offsets"), "data_offsets");
      if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
        throw malformed(source, "tensor '" + name + "' has the data_offsets " + offsets);
      }
      TensorInfo info = new TensorInfo(type, shape, offsets.get(0), offsets.get(1));
      long expected = expectedBytes(name, type, shape);
      if (info.bytes() != expected) {
        throw malformed(
            source,
            "tensor '"
                + name
                + "', "
                + type
                + " "
                + shape
                + ", needs "
                + expected
                + " bytes, but its data_offsets "
                + offsets
                + " span "
                + info.bytes());
      }
      return info;
    }

    private List<Long> longs(String name, JsonNode node, String field) throws IOException {
      if (!node.isArray()) {
        throw malformed(source, "tensor '" + name + "' has no " + field);
      }
      List<Long> values = new ArrayList<>();
      for (JsonNode element : node) {
        if (!element.isIntegralNumber() || !element.canConvertToLong() || element.asLong() < 0) {
          throw malformed(source, "tensor '" + name + "' has the " + field + " " + node);
        }
        values.add(element.asLong());
      }
      return values;
    }

    private long expectedBytes(String name, TensorType type, List<Long> shape) throws IOException {
      try {
        return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
      } catch (ArithmeticException e) {
        throw malformed(source, "tensor '" + name + "' has the shape " + shape);
      }
    }

    /** Sorts by position; every byte of the data must belong to exactly one tensor. */
    private Map<String, TensorInfo> inFileOrder(Map<String, TensorInfo> tensors)
        throws IOException {
      List<Map.Entry<String, TensorInfo>> sorted = new ArrayList<>(tensors.entrySet());
      sorted.sort(
          Map.Entry.comparingByValue(
              Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end)));
      Map<String, TensorInfo> ordered = new LinkedHashMap<>();
      long position = 0;
      for (Map.Entry<String, TensorInfo> entry : sorted) {
        TensorInfo info = entry.getValue();
        if (info.begin() != position) {
          throw malformed(
              source,
              "tensor '"
                  + entry.getKey()
                  + "' begins at byte "
                  + info.begin()
                  + (info.begin() < position ? ", inside another one" : " after a gap")
                  + "; expected "
                  + position);
        }
        position = info.end();
        ordered.put(entry.getKey(), info);
      }
      if (position != dataBytes) {
        throw malformed(
            source,
            "its tensors take "
                + position
                + " bytes, but "
                + dataBytes
                + " follow the header"
                + (dataBytes < position ? "; it is cut short" : ""));
      }
      return Collections.unmodifiableMap(ordered);
    }
  }
}
