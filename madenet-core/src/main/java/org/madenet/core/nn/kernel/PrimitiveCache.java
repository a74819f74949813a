package org.madenet.core.nn.kernel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Primitives by what they compute, least recently used first. What drops out is freed at once.
 *
 * <p>Threads: any. One primitive runs at a time; each uses all cores by itself.
 */
final class PrimitiveCache {

  private final int capacity;
  private final Map<Object, AutoCloseable> entries = new LinkedHashMap<>(64, 0.75f, true);

  PrimitiveCache(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Runs something on a cached object.
   *
   * @param key a value object that says all that the maker depends on
   * @param maker makes what is not there
   * @param action runs on it, under the lock
   */
  <T extends AutoCloseable> void with(
      Object key, Class<T> type, Supplier<T> maker, Consumer<T> action) {
    synchronized (entries) {
      AutoCloseable entry = entries.get(key);
      if (entry == null) {
        evict();
        entry = maker.get();
        entries.put(key, entry);
      }
      action.accept(type.cast(entry));
    }
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  private void evict() {
    Iterator<AutoCloseable> oldest = entries.values().iterator();
    while (entries.size() >= capacity) {
      AutoCloseable entry = oldest.next();
      oldest.remove();
      try {
        entry.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot free a primitive", e);
      }
    }
  }
}
