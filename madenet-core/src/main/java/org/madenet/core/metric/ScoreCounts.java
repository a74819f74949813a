package org.madenet.core.metric;

import java.util.Arrays;

/**
 * How often each float occurs, for any number of floats. A float's bits, made to sort like its
 * value, select a page by their upper and a cell by their lower half. A page grows with what it
 * holds:
 *
 * <ol>
 *   <li>a list of cells, two bytes an entry, while it has few entries;
 *   <li>a byte per cell (64 KiB);
 *   <li>an int per cell (256 KiB) once a byte would overflow.
 * </ol>
 *
 * Memory: at most eight bytes an entry (four as a list, whose array doubles, two as bytes, eight as
 * ints), and at most 32 MiB for each octave that the scores reach into, however many they are,
 * since an octave is 128 pages. {@code docs/metrics.md} has the figures.
 */
final class ScoreCounts {

  private static final int CELLS = 1 << 16;
  private static final int MOST_LISTED = 1 << 15;
  private static final int FIRST_LIST = 16;

  private final Object[] pages = new Object[CELLS];
  private final int[] listed = new int[CELLS];
  private long total;

  /** Bits of a float that sort, as an unsigned int, like the float. -0 becomes 0. Not for NaN. */
  static int key(float score) {
    int bits = Float.floatToRawIntBits(score + 0f);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  /** The float of a key. */
  static float score(int key) {
    return Float.intBitsToFloat(key ^ (~key >> 31 | Integer.MIN_VALUE));
  }

  void add(int key) {
    total++;
    int page = key >>> 16;
    int cell = key & 0xFFFF;
    Object counts = pages[page];
    if (counts instanceof byte[] bytes) {
      if (bytes[cell] != -1) {
        bytes[cell]++;
      } else {
        widen(page, bytes)[cell]++;
      }
    } else if (counts instanceof int[] ints) {
      if (++ints[cell] == 0) {
        throw new IllegalStateException(
            "2^32 pixels score " + score(key) + ": evaluate fewer images at a time");
      }
    } else {
      addToList(page, cell, (short[]) counts);
    }
  }

  long total() {
    return total;
  }

  /** Whether a page holds anything. */
  boolean has(int page) {
    return pages[page] != null;
  }

  /** Adds a page's counts to {@code counts}, one per cell. */
  void addTo(int page, long[] counts) {
    Object held = pages[page];
    if (held instanceof byte[] bytes) {
      for (int cell = 0; cell < CELLS; cell++) {
        counts[cell] += bytes[cell] & 0xFF;
      }
    } else if (held instanceof int[] ints) {
      for (int cell = 0; cell < CELLS; cell++) {
        counts[cell] += ints[cell] & 0xFFFFFFFFL;
      }
    } else if (held instanceof short[] list) {
      for (int i = 0; i < listed[page]; i++) {
        counts[list[i] & 0xFFFF]++;
      }
    }
  }

  private void addToList(int page, int cell, short[] list) {
    int length = listed[page];
    if (list == null) {
      list = new short[FIRST_LIST];
      pages[page] = list;
    } else if (length == MOST_LISTED) {
      spread(page, list, length);
      total--;
      add(page << 16 | cell);
      return;
    } else if (length == list.length) {
      list = Arrays.copyOf(list, 2 * length);
      pages[page] = list;
    }
    list[length] = (short) cell;
    listed[page] = length + 1;
  }

  private void spread(int page, short[] list, int length) {
    int[] ints = new int[CELLS];
    int most = 0;
    for (int i = 0; i < length; i++) {
      most = Math.max(most, ++ints[list[i] & 0xFFFF]);
    }
    listed[page] = 0;
    if (most > 255) {
      pages[page] = ints;
      return;
    }
    byte[] bytes = new byte[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      bytes[cell] = (byte) ints[cell];
    }
    pages[page] = bytes;
  }

  private int[] widen(int page, byte[] bytes) {
    int[] ints = new int[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      ints[cell] = bytes[cell] & 0xFF;
    }
    pages[page] = ints;
    return ints;
  }
}
