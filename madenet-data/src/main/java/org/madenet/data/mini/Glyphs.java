package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Characters as strokes, for markings: no fonts, so the same on every machine. */
final class Glyphs {

  // Points on a grid 4 wide and 6 high, digit pairs x y; a blank starts a new stroke.
  private static final Map<Character, String> STROKES =
      Map.ofEntries(
          Map.entry('0', "0006464000"),
          Map.entry('1', "112026 0646"),
          Map.entry('2', "0100404303 030646"),
          Map.entry('3', "0040434606 0343"),
          Map.entry('4', "300444 3036"),
          Map.entry('5', "4000034346 4606"),
          Map.entry('6', "4000064643 4303"),
          Map.entry('7', "004026"),
          Map.entry('8', "0040460600 0343"),
          Map.entry('9', "4303004046 4606"),
          Map.entry('B', "00063645443303 0030413203"),
          Map.entry('D', "00062644422000"),
          Map.entry('G', "4000064643 4323"),
          Map.entry('I', "1030 2026 1636"),
          Map.entry('J', "30353606 0604"),
          Map.entry('M', "0600234046"),
          Map.entry('O', "0040460600"),
          Map.entry('P', "0600404303"),
          Map.entry('Q', "0040460600 3446"),
          Map.entry('S', "4000034346 4606"),
          Map.entry('U', "00064640"),
          Map.entry('V', "002640"),
          Map.entry('W', "0006234640"),
          Map.entry('Y', "0023 4023 2326"),
          Map.entry('Z', "00400646"),
          Map.entry('A', "062046 1333"),
          Map.entry('C', "40000646"),
          Map.entry('E', "40000646 0333"),
          Map.entry('F', "400006 0333"),
          Map.entry('H', "0006 4046 0343"),
          Map.entry('K', "0006 400346"),
          Map.entry('L', "000646"),
          Map.entry('N', "06004640"),
          Map.entry('R', "06004043 4303 1346"),
          Map.entry('T', "0040 2026"),
          Map.entry('X', "0046 4006"));

  static final String ALPHABET = "0123456789ACEFHKLNRTX";

  private Glyphs() {}

  /**
   * A line of text as one shape, centred.
   *
   * @param text characters of {@link #ALPHABET}; others are left blank
   * @param height of a character in board units
   * @param thickness of the strokes
   */
  static Shape text(String text, double cx, double cy, double height, double thickness) {
    double unit = height / 6;
    double advance = 6 * unit;
    double x = cx - (text.length() * advance - 2 * unit) / 2;
    double y = cy - height / 2;
    List<Shape> strokes = new ArrayList<>();
    for (char c : text.toCharArray()) {
      for (String stroke : STROKES.getOrDefault(c, "").split(" ")) {
        for (int i = 0; i + 3 < stroke.length(); i += 2) {
          strokes.add(
              Shape.stroke(
                  x + unit * (stroke.charAt(i) - '0'),
                  y + unit * (stroke.charAt(i + 1) - '0'),
                  x + unit * (stroke.charAt(i + 2) - '0'),
                  y + unit * (stroke.charAt(i + 3) - '0'),
                  thickness));
        }
      }
      x += advance;
    }
    return strokes.isEmpty() ? Shape.circle(cx, cy, 0) : Shape.union(strokes);
  }
}
