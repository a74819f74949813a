package org.madenet.data.mini;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * One picture of all there is: a row per category, two normal parts and one of each anomaly type,
 * outlined and named.
 */
final class ContactSheet {

  private static final int TILE = 128;
  private static final int SIDE = 2 * TILE;
  private static final int CAPTION = 14;
  private static final int GAP = 4;
  private static final int PAPER = 0xF4F4F2;
  private static final int INK = 0x303030;
  private static final int OUTLINE = 0xFF2FD0;

  private final MiniOptions options;
  private final Map<MiniPlan.Item, Place> places = new LinkedHashMap<>();
  private final Set<MiniPlan.Item> open = ConcurrentHashMap.newKeySet();
  private final int width;
  private final int[] pixels;

  /** Where a tile goes. */
  private record Place(int x, int y, String caption) {}

  /**
   * A sheet without its tiles. They show images of the plan: of each category the first two normal
   * ones and the first of every type.
   */
  ContactSheet(MiniOptions options, MiniPlan plan) {
    this.options = options;
    int columns = 2 + options.categories().stream().mapToInt(c -> c.types().size()).max().orElse(0);
    int rowHeight = TILE + CAPTION + GAP;
    width = GAP + columns * (TILE + GAP);
    pixels = new int[width * (GAP + options.categories().size() * rowHeight)];
    Arrays.fill(pixels, PAPER);
    int row = 0;
    for (ComponentCategory category : options.categories()) {
      List<MiniPlan.Item> tiles = tiles(category, plan);
      for (int column = 0; column < tiles.size(); column++) {
        String name =
            column == 0
                ? category.name()
                : tiles.get(column).type().map(AnomalyType::name).orElse("");
        places.put(
            tiles.get(column), new Place(GAP + column * (TILE + GAP), GAP + row * rowHeight, name));
      }
      row++;
    }
    open.addAll(places.keySet());
  }

  private static List<MiniPlan.Item> tiles(ComponentCategory category, MiniPlan plan) {
    List<MiniPlan.Item> all = plan.items().stream().filter(i -> i.category() == category).toList();
    List<MiniPlan.Item> out =
        new ArrayList<>(all.stream().filter(i -> i.type().isEmpty()).limit(2).toList());
    for (AnomalyType type : category.types()) {
      all.stream().filter(i -> i.type().equals(Optional.of(type))).findFirst().ifPresent(out::add);
    }
    return out;
  }

  /**
   * Offers an image, whose tile is drawn if the sheet shows it and it has the size that tiles are
   * made from. May be called by several threads, whose tiles do not overlap.
   */
  void offer(MiniPlan.Item item, Scene.Rendered image) {
    if (options.size() == SIDE && open.contains(item)) {
      draw(item, image);
    }
  }

  /** The tiles that no image offered has filled. */
  List<MiniPlan.Item> missing() {
    return places.keySet().stream().filter(open::contains).toList();
  }

  /** Renders the image of a tile and draws it; for several threads like {@link #offer}. */
  void render(MiniPlan.Item item) {
    draw(item, Scene.render(item.category(), item.seed(), SIDE, item.type()));
  }

  private void draw(MiniPlan.Item item, Scene.Rendered image) {
    Place place = places.get(item);
    tile(image, place.x, place.y);
    caption(place.caption, place.x, place.y + TILE + 3);
    open.remove(item);
  }

  /** The sheet as a PNG file. */
  byte[] png() throws IOException {
    return PngWriter.rgb(pixels, width, pixels.length / width);
  }

  /** Halves an image into the sheet and outlines its mask. */
  private void tile(Scene.Rendered image, int left, int top) {
    int side = SIDE;
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
