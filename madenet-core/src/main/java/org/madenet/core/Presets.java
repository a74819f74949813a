package org.madenet.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named starting points of one method, in an order whose first is the default. Immutable.
 *
 * @param <O> the method's options
 */
public final class Presets<O> {

  private final String method;
  private final Map<String, O> byName;

  private Presets(String method, Map<String, O> byName) {
    this.method = method;
    this.byName = byName;
  }

  /**
   * The default preset alone.
   *
   * @param method for messages, such as {@code SFAD}
   * @param name of the default
   * @param options that it stands for
   * @param <O> the method's options
   * @return one preset
   */
  public static <O> Presets<O> of(String method, String name, O options) {
    return new Presets<O>(method, Map.of()).and(name, options);
  }

  /**
   * The same with one more, which comes last.
   *
   * @param name no other preset's
   * @param options that it stands for
   * @return other presets
   * @throws IllegalArgumentException if there is one of that name
   */
  public Presets<O> and(String name, O options) {
    if (byName.containsKey(name)) {
      throw new IllegalArgumentException(method + " has two presets '" + name + "'");
    }
    Map<String, O> more = new LinkedHashMap<>(byName);
    more.put(name, options);
    return new Presets<>(method, Collections.unmodifiableMap(more));
  }

  /**
   * All names.
   *
   * @return unmodifiable, the default first
   */
  public Set<String> names() {
    return byName.keySet();
  }

  /**
   * A preset by name.
   *
   * @param name one of {@link #names()}
   * @return its options
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public O named(String name) {
    O options = byName.get(name);
    if (options == null) {
      throw new IllegalArgumentException(
          "%s has no preset '%s'; choose one of %s"
              .formatted(method, name, String.join(", ", names())));
    }
    return options;
  }
}
