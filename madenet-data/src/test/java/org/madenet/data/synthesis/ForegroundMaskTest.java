package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageSize;
import org.madenet.core.ProgressListener;
import org.madenet.data.ImageLoader;
import org.madenet.data.LoadOptions;
import org.madenet.data.SharedData;
import org.madenet.data.manudefect.ComponentCategory;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.mini.MiniOptions;

class ForegroundMaskTest {

  private static final ImageSize SIZE = ImageSize.square(128);

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "0.1,0.8,128,128",
    "0.9,0.3,128,128",
    "0.1,0.8,60,100",
    "0.9,0.3,100,60",
    "0.2,0.8,32,32"
  })
  void auto_discBeforeABackground_isTheDisc(float background, float object, int height, int width) {
    ImageSize size = new ImageSize(height, width);
    float[] image = TestImages.disc(size, background, object, 1);

    ForegroundMask mask = ForegroundMask.of(image, size, ForegroundMode.AUTO);

    // Opening and closing with squares move the outline by less than their radii: 2 pixels of 128.
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (TestImages.inDisc(y, x, size, -2)) {
          assertThat(mask.contains(y, x)).as("row %d column %d", y, x).isTrue();
        }
        if (!TestImages.inDisc(y, x, size, 2.5)) {
          assertThat(mask.contains(y, x)).as("row %d column %d", y, x).isFalse();
        }
      }
    }
    assertThat(mask.isWhole()).isFalse();
  }

  @Test
  void auto_objectWithAHoleSpecksAndUnevenLight_isFilledAndClean() {
    float[] image = TestImages.disc(SIZE, 0.2f, 0.8f, 2);
    paint(image, 60, 60, 8, 0.2f);
    paint(image, 10, 10, 2, 0.8f);
    for (int i = 0; i < image.length; i++) {
      image[i] += 0.15f * (i % SIZE.width()) / SIZE.width();
    }

    ForegroundMask mask = ForegroundMask.of(image, SIZE, ForegroundMode.AUTO);

    assertThat(mask.contains(64, 64)).isTrue();
    assertThat(mask.contains(11, 11)).isFalse();
    assertThat(mask.contains(64, 120)).isFalse();
    // The disc has 0.09 pi = 0.283 of the image.
    assertThat(mask.share()).isBetween(0.26, 0.31);
  }

  @Test
  void auto_darkAndBrightParts_areBothTheObject() {
    float[] image = TestImages.disc(SIZE, 0.5f, 0.15f, 3);
    paint(image, 50, 50, 12, 0.95f);

    ForegroundMask mask = ForegroundMask.of(image, SIZE, ForegroundMode.AUTO);

    assertThat(mask.contains(56, 56)).isTrue();
    assertThat(mask.contains(64, 85)).isTrue();
    assertThat(mask.share()).isBetween(0.26, 0.31);
  }

  private static void paint(float[] image, int top, int left, int side, float level) {
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        for (int c = 0; c < 3; c++) {
          image[c * SIZE.pixels() + y * SIZE.width() + x] = level;
        }
      }
    }
  }

  @Test
  void auto_textures_areWhole() {
    for (int seed = 0; seed < 10; seed++) {
      float[] grey = TestImages.greyTexture(SIZE, seed);
      assertThat(ForegroundMask.of(grey, SIZE, ForegroundMode.AUTO).isWhole()).isTrue();
    }
  }

  @Test
  void auto_flatImage_isWhole() {
    float[] flat = new float[3 * SIZE.pixels()];
    assertThat(ForegroundMask.of(flat, SIZE, ForegroundMode.AUTO).isWhole()).isTrue();
    assertThat(ForegroundMask.of(flat, SIZE, ForegroundMode.OBJECT).isWhole()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,9", "2,3", "4,4"})
  void anyMode_tinyImage_isNeverEmpty(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    float[] image = TestImages.texture(size, 1);
    for (ForegroundMode mode : ForegroundMode.values()) {
      assertThat(ForegroundMask.of(image, size, mode).share()).isPositive();
    }
  }

  @Test
  void alwaysWhole_disc_isWhole() {
    float[] image = TestImages.disc(SIZE, 0.1f, 0.8f, 1);
    assertThat(ForegroundMask.of(image, SIZE, ForegroundMode.ALWAYS_WHOLE).isWhole()).isTrue();
  }

  @Test
  void object_backgroundInDoubt_isTheObjectAllTheSame() {
    // A third of the border is shaded: AUTO doubts.
    float[] image = TestImages.disc(SIZE, 0.4f, 0.9f, 4);
    for (int i = 0; i < image.length; i++) {
      int x = i % SIZE.width();
      if (x > 110) {
        image[i] = Math.min(image[i], 0.02f);
      }
    }
    assertThat(ForegroundMask.of(image, SIZE, ForegroundMode.AUTO).isWhole()).isTrue();
    ForegroundMask object = ForegroundMask.of(image, SIZE, ForegroundMode.OBJECT);
    assertThat(object.contains(64, 64)).isTrue();
    assertThat(object.contains(20, 20)).isFalse();
  }

  @Test
  void auto_magneticTiles_areWhole() throws Exception {
    Path folder = SharedData.magneticTile().resolve("MT_Free").resolve("Imgs");
    List<float[]> tiles = load(folder, ".jpg", 150);
    long whole = tiles.stream().filter(t -> auto(t).isWhole()).count();
    assertThat(whole).isGreaterThanOrEqualTo(tiles.size() * 98L / 100);
  }

  @Test
  void auto_renderedParts_coverThePartAndOftenLeaveTheBoard() throws Exception {
    MiniOptions options =
        MiniOptions.defaults()
            .withScale(0.002)
            .withCategories(EnumSet.of(ComponentCategory.BGA, ComponentCategory.CAPACITOR));
    new MiniGenerator(options, 2).generate(temp, ProgressListener.NONE);
    for (String category : List.of("BGA", "CAPACITOR")) {
      List<float[]> parts =
          load(temp.resolve(category).resolve("train").resolve("good"), ".png", 40);
      assertThat(parts).hasSizeGreaterThan(10);
      int found = 0;
      for (float[] part : parts) {
        ForegroundMask mask = auto(part);
        // The part lies in the middle of each image.
        assertThat(mask.contains(64, 64)).isTrue();
        found += mask.isWhole() ? 0 : 1;
      }
      assertThat(found).as(category).isGreaterThan(parts.size() / 3);
    }
  }

  private static ForegroundMask auto(float[] image) {
    return ForegroundMask.of(image, SIZE, ForegroundMode.AUTO);
  }

  private static List<float[]> load(Path folder, String ending, int limit) throws Exception {
    ImageLoader loader = new ImageLoader(LoadOptions.of(SIZE));
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(f -> f.toString().endsWith(ending)).sorted().limit(limit).toList();
    }
    List<float[]> images = new ArrayList<>();
    for (Path file : files) {
      float[] image = loader.image(file);
      if (image.length == SIZE.pixels()) {
        float[] grey = image;
        image = new float[3 * SIZE.pixels()];
        for (int c = 0; c < 3; c++) {
          System.arraycopy(grey, 0, image, c * SIZE.pixels(), SIZE.pixels());
        }
      }
      images.add(image);
    }
    return images;
  }

  @Test
  void moved_anyOrientation_movesWithTheImage() {
    float[] image = TestImages.disc(SIZE, 0.1f, 0.1f, 5);
    paint(image, 30, 50, 40, 0.9f);
    ForegroundMask mask = ForegroundMask.of(image, SIZE, ForegroundMode.OBJECT);
    for (boolean x : new boolean[] {false, true}) {
      for (boolean y : new boolean[] {false, true}) {
        for (boolean turned : new boolean[] {false, true}) {
          Orientation orientation = new Orientation(x, y, turned);
          float[] moved = new float[image.length];
          orientation.move(image, 0, moved, 0, 3, SIZE);
          ForegroundMask movedMask = mask.moved(orientation);
          assertThat(movedMask.share()).isEqualTo(mask.share());
          for (int i = 0; i < SIZE.pixels(); i++) {
            boolean bright = moved[i] > 0.5f;
            if (bright) {
              assertThat(movedMask.contains(i / 128, i % 128)).isTrue();
            }
          }
        }
      }
    }
  }
}
