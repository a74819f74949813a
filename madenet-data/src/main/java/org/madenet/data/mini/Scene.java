package org.madenet.data.mini;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * Renders one image: a normal one, or one with a defect together with its ground-truth mask.
 * Everything follows from the category, the seed and the type; without the type the same seed gives
 * the twin without the defect.
 */
final class Scene {

  /**
   * A pixel belongs to the mask where the defect changes a colour by more than this, of 255, before
   * noise.
   */
  static final float VISIBLE = 10;

  /** A defect that changes fewer pixels of a 256 x 256 image than this is drawn again. */
  private static final int LEAST_PIXELS = 24;

  private static final int TRIES = 24;

  private Scene() {}

  /**
   * A rendered image.
   *
   * @param rgb packed 0xRRGGBB, row by row
   * @param mask 1 where the defect is to be seen; all 0 if normal
   * @param parameters what was drawn of the defect
   */
  record Rendered(int[] rgb, byte[] mask, Map<String, String> parameters) {}

  static Rendered render(
      ComponentCategory category, long seed, int size, Optional<AnomalyType> type) {
    SplittableRandom random = new SplittableRandom(seed);
    Assembly normal = PartModel.of(category).build(random);
    Pose tolerance =
        Pose.turn(random.nextDouble(-1.4, 1.4), 128, 128)
            .then(Pose.shift(random.nextDouble(-2, 2), random.nextDouble(-2, 2)));
    Lighting lighting = Lighting.draw(random);
    Camera camera = Camera.draw(random);
    long grain = random.nextLong();
    long noise = random.nextLong();
    Pose view =
        Pose.turn(random.nextDouble(-1.5, 1.5), 128, 128)
            .then(Pose.shift(random.nextDouble(-5, 5), random.nextDouble(-5, 5)));
    Assembly placed = normal.movingPart(tolerance);
    Optics optics = new Optics(camera, size);
    if (type.isEmpty()) {
      Surface surface = new Surface(size);
      surface.paint(seen(placed.layers(), view), grain);
      int[] rgb = camera.digitise(optics.expose(lighting.shade(surface)), size, noise);
      return new Rendered(rgb, new byte[size * size], Map.of());
    }
    float[] plain = null;
    int least = Math.max(1, LEAST_PIXELS * size / 256 * size / 256);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Defects.Applied applied =
          Defects.apply(type.get(), placed, new SplittableRandom(Hash.mix(seed, 1000 + attempt)));
      // The layers below the first that the defect changes are painted once for both pictures.
      List<Layer> before = placed.layers();
      List<Layer> after = applied.assembly().layers();
      int same = 0;
      while (same < Math.min(before.size(), after.size()) && before.get(same) == after.get(same)) {
        same++;
      }
      Surface surface = new Surface(size);
      surface.paint(seen(before.subList(0, same), view), grain);
      if (plain == null) {
        Surface twin = surface.copy();
        twin.paint(seen(before.subList(same, before.size()), view), grain);
        plain = optics.expose(lighting.shade(twin));
      }
      surface.paint(seen(after.subList(same, after.size()), view), grain);
      float[] changed = optics.expose(lighting.shade(surface));
      byte[] mask = difference(plain, changed, size);
      if (count(mask) >= least) {
        return new Rendered(
            camera.digitise(changed, size, noise), mask, new TreeMap<>(applied.parameters()));
      }
    }
    throw new IllegalStateException(
        type.get()
            + " on "
            + category
            + " with seed "
            + seed
            + " cannot be seen in any of "
            + TRIES
            + " tries");
  }

  private static List<Layer> seen(List<Layer> layers, Pose view) {
    return layers.stream().map(layer -> layer.moved(view)).toList();
  }

  private static byte[] difference(float[] plain, float[] changed, int size) {
    int n = size * size;
    byte[] mask = new byte[n];
    for (int i = 0; i < n; i++) {
      float most = 0;
      for (int c = 0; c < 3; c++) {
        most = Math.max(most, Math.abs(plain[c * n + i] - changed[c * n + i]));
      }
      mask[i] = (byte) (most > VISIBLE ? 1 : 0);
    }
    return mask;
  }

  private static int count(byte[] mask) {
    int sum = 0;
    for (byte m : mask) {
      sum += m;
    }
    return sum;
  }
}
