package org.madenet.data.mini;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * One picture of all there is: a row per category, two normal parts and one of each anomaly type,
 * outlined and named.
 */
final class ContactSheet {

  private static final int TILE = 128;
  private static final int CAPTION = 14;
  private static final int GAP = 4;
  private static final int PAPER = 0xF4F4F2;
  private static final int INK = 0x303030;
  private static final int OUTLINE = 0xFF2FD0;

  private final int width;
  private final int[] pixels;

  private ContactSheet(int width, int height) {
    this.width = width;
    this.pixels = new int[width * height];
    Arrays.fill(pixels, PAPER);
  }

  /** The sheet as a PNG file; the images are rendered for it with seeds of their own. */
  static byte[] png(MiniOptions options) throws IOException {
    List<ComponentCategory> rows = List.copyOf(options.categories());
    int columns = 2 + rows.stream().mapToInt(c -> c.types().size()).max().orElseThrow();
    int width = GAP + columns * (TILE + GAP);
    int rowHeight = TILE + CAPTION + GAP;
    ContactSheet sheet = new ContactSheet(width, GAP + rows.size() * rowHeight);
    for (int row = 0; row < rows.size(); row++) {
      ComponentCategory category = rows.get(row);
      List<Optional<AnomalyType>> types = new ArrayList<>();
      types.add(Optional.empty());
      types.add(Optional.empty());
      category.types().forEach(t -> types.add(Optional.of(t)));
      for (int column = 0; column < types.size(); column++) {
        long seed = Hash.mix(options.seed(), -1L - row * 100L - column);
        Scene.Rendered image = Scene.render(category, seed, 2 * TILE, types.get(column));
        int x = GAP + column * (TILE + GAP);
        int y = GAP + row * rowHeight;
        sheet.tile(image, x, y);
        String name = column == 0 ? category.name() : types.get(column).map(Enum::name).orElse("");
        sheet.caption(name, x, y + TILE + 3);
      }
    }
    return PngWriter.rgb(sheet.pixels, width, sheet.pixels.length / width);
  }

  /** Halves an image into the sheet and outlines its mask. */
  private void tile(Scene.Rendered image, int left, int top) {
    int side = 2 * TILE;
    for (int y = 0; y < TILE; y++) {
      for (int x = 0; x < TILE; x++) {
        int sum = 0;
        int[] places = {
          2 * y * side + 2 * x,
          2 * y * side + 2 * x + 1,
          (2 * y + 1) * side + 2 * x,
          (2 * y + 1) * side + 2 * x + 1
        };
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          sum = 0;
          for (int place : places) {
            sum += image.rgb()[place] >> shift & 255;
          }
          rgb = rgb << 8 | sum / 4;
        }
        pixels[(top + y) * width + left + x] =
            edge(image.mask(), side, 2 * x, 2 * y) ? OUTLINE : rgb;
      }
    }
  }

  /**
   * Whether a place lies within six pixels outside the mask but not nearer than four: an outline
   * that hides nothing.
   */
  private static boolean edge(byte[] mask, int side, int x, int y) {
    return near(mask, side, x, y, 7) && !near(mask, side, x, y, 5);
  }

  private static boolean near(byte[] mask, int side, int x, int y, int reach) {
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        int px = x + dx;
        int py = y + dy;
        if (px >= 0 && py >= 0 && px < side && py < side && mask[py * side + px] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private void caption(String name, int left, int top) {
    if (name.isEmpty()) {
      return;
    }
    String text = name.replace('_', ' ').toUpperCase(Locale.ROOT);
    double height = Math.min(8, (TILE - 4) / (double) text.length());
    Shape shape = Glyphs.text(text, left + TILE / 2.0, top + 5, height, 1.15);
    for (int y = top; y < top + CAPTION - 3; y++) {
      for (int x = left; x < left + TILE; x++) {
        double cover = Math.max(0, Math.min(1, 0.5 - shape.distance(x + 0.5, y + 0.5)));
        if (cover > 0) {
          pixels[y * width + x] = blend(pixels[y * width + x], INK, cover);
        }
      }
    }
  }

  private static int blend(int below, int above, double cover) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double b = below >> shift & 255;
      double a = above >> shift & 255;
      rgb = rgb << 8 | (int) Math.round(b + (a - b) * cover);
    }
    return rgb;
  }
}
