package org.madenet.core.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON as plain data: records in, records out. The text never decides which class is made. Type
 * names in it are unknown fields like any other, and unknown, missing-primitive and duplicate
 * fields are refused, and so are fractions for whole numbers and texts for numbers. Map entries are
 * written in the order of their keys, so equal values give equal text.
 */
public final class PlainJson {

  private static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
          .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private PlainJson() {}

  /**
   * A record as a JSON tree.
   *
   * @param value a record of records, lists, maps, strings, numbers, booleans and enums
   * @return the tree
   */
  public static JsonNode toTree(Record value) {
    try {
      // Through text, so that a tree made here equals the same tree read from a file.
      return parse(MAPPER.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          value.getClass().getSimpleName() + " cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  /**
   * A record from a JSON tree.
   *
   * @param tree the tree
   * @param type the record, chosen by the caller
   * @param <T> the record
   * @return the value
   * @throws IOException if fields are unknown or of another type, or if the record refuses them
   */
  public static <T extends Record> T toRecord(JsonNode tree, Class<T> type) throws IOException {
    if (!tree.isObject()) {
      throw new IOException("not a valid " + type.getSimpleName() + ": it is no JSON object");
    }
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IOException("not a valid " + type.getSimpleName() + ": " + where(e) + what(e), e);
    }
  }

  /** Jackson's own words, but where they tell about its settings. */
  private static String what(JsonProcessingException e) {
    String original = e.getOriginalMessage();
    return original.startsWith("Cannot map `null`") ? "it is missing, or null" : original;
  }

  private static String where(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException at) || at.getPath().isEmpty()) {
      return "";
    }
    return at.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining(".", "", ": "));
  }

  /**
   * A record from a text that is an argument, not a file.
   *
   * @param json one JSON object
   * @param type the record, chosen by the caller
   * @param <T> the record
   * @return the value
   * @throws IllegalArgumentException if a value is missing, unknown or out of range; the message
   *     names it
   */
  public static <T extends Record> T fromText(String json, Class<T> type) {
    try {
      return toRecord(parse(json.getBytes(StandardCharsets.UTF_8)), type);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The values of a tree by their paths, to tell two trees apart.
   *
   * @param tree any JSON
   * @return sorted paths such as {@code fit.maxEpochs}, each with its value as JSON; arrays and
   *     empty objects are values
   */
  public static SortedMap<String, String> values(JsonNode tree) {
    SortedMap<String, String> values = new TreeMap<>();
    collect("", tree, values);
    return values;
  }

  private static void collect(String path, JsonNode node, Map<String, String> into) {
    if (!node.isObject() || node.isEmpty()) {
      into.put(path, node.toString());
      return;
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    node.fields().forEachRemaining(f -> collect(prefix + f.getKey(), f.getValue(), into));
  }

  /**
   * Parses a text.
   *
   * @param utf8 one JSON value
   * @return the tree
   * @throws IOException if it is not one JSON value, or nested deeper than 64
   */
  public static JsonNode parse(byte[] utf8) throws IOException {
    try {
      return MAPPER.readTree(utf8);
    } catch (JsonProcessingException e) {
      throw new IOException("not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  static byte[] toBytes(Record value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }
}
