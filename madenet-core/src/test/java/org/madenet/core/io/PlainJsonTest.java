package org.madenet.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

  private record Outer(String name, Inner inner) {}

  private record Inner(int count, double share) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\", \"inner\": {\"count\": 1}}",
        "{\"name\": \"a\", \"inner\": {\"count\": 1, \"share\": null}}"
      })
  void fromText_numberMissing_isNamedWithItsPath(String json) {
    assertThatThrownBy(() -> PlainJson.fromText(json, Outer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a valid Outer: inner.share: it is missing, or null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"name\": \"a\", \"inner\": {\"count\": 1.5, \"share\": 1}}; inner.count",
        "{\"name\": \"a\", \"inner\": {\"count\": \"1\", \"share\": 1}}; inner.count",
        "{\"name\": \"a\", \"more\": 1}; more",
        "{\"@class\": \"java.io.File\"}; @class",
        "[1]; it is no JSON object",
        "{\"name\": \"a\", \"name\": \"b\"}; not valid JSON",
        "{\"name\": \"a\"} {}; not valid JSON"
      })
  void fromText_anythingElseThanItsFields_isRefused(String json, String said) {
    assertThatThrownBy(() -> PlainJson.fromText(json, Outer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void toTreeThenToRecord_isTheSame() throws IOException {
    Outer outer = new Outer("a", new Inner(3, 0.1));
    assertThat(PlainJson.toRecord(PlainJson.toTree(outer), Outer.class)).isEqualTo(outer);
  }

  @Test
  void values_ofATree_haveTheirPaths() throws IOException {
    String json = "{\"b\": {\"c\": 1, \"a\": {}}, \"a\": [1, {\"x\": 2}], \"n\": null}";
    assertThat(PlainJson.values(PlainJson.parse(json.getBytes(StandardCharsets.UTF_8))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", "[1,{\"x\":2}]", "b.a", "{}", "b.c", "1", "n", "null"));
  }
}
