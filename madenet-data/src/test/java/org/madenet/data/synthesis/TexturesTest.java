package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;

class TexturesTest {

  private static final ImageSize SIZE = new ImageSize(20, 32);

  @TempDir Path temp;

  private static float[] draw(TextureSource source, long seed, ImageSize size) {
    float[] out = new float[3 * size.pixels()];
    Arrays.fill(out, Float.NaN);
    source.draw(new SplittableRandom(seed), size, out);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,50", "32,32", "60,100", "100,60", "256,256"})
  void procedural_anySize_fillsAllWithColoursInRange(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    for (int family = 0; family < 8; family++) {
      for (int seed = 0; seed < 12; seed++) {
        float[] out = new float[3 * size.pixels()];
        Arrays.fill(out, Float.NaN);
        new ProceduralTextures().draw(family, new SplittableRandom(seed), size, out);
        for (float value : out) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  /** What a texture is for: being unlike others. Mean and spread of each of two hundred. */
  @Test
  void procedural_manyTextures_differInLevelContrastAndColour() {
    ImageSize size = ImageSize.square(64);
    double[] means = new double[200];
    double[] spreads = new double[200];
    int grey = 0;
    int flat = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] texture = draw(new ProceduralTextures(), seed, size);
      double chroma = 0;
      for (int i = 0; i < size.pixels(); i++) {
        float green = texture[size.pixels() + i];
        means[seed] += green / size.pixels();
        chroma += Math.abs(texture[i] - green) / size.pixels();
      }
      for (int i = 0; i < size.pixels(); i++) {
        double apart = texture[size.pixels() + i] - means[seed];
        spreads[seed] += apart * apart / size.pixels();
      }
      spreads[seed] = Math.sqrt(spreads[seed]);
      grey += chroma < 0.03 ? 1 : 0;
      flat += spreads[seed] < 0.01 ? 1 : 0;
    }
    Arrays.sort(means);
    Arrays.sort(spreads);
    assertThat(means[180] - means[20]).isGreaterThan(0.4);
    assertThat(spreads[180] / spreads[20]).isGreaterThan(3);
    assertThat(grey).isBetween(20, 140);
    assertThat(flat).isLessThan(10);
  }

  @Test
  void procedural_sameSeed_isEqualAndOtherSeedsDiffer() {
    float[] texture = draw(new ProceduralTextures(), 1, SIZE);
    assertThat(draw(new ProceduralTextures(), 1, SIZE)).isEqualTo(texture);
    assertThat(draw(new ProceduralTextures(), 2, SIZE)).isNotEqualTo(texture);
    assertThat(new ProceduralTextures().fingerprint())
        .isEqualTo(new ProceduralTextures().fingerprint())
        .matches("[0-9a-f]{64}");
  }

  private Path image(String name, int type, int level) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(40, 25, type);
    for (int y = 0; y < 25; y++) {
      for (int x = 0; x < 40; x++) {
        image.getRaster().setSample(x, y, 0, level);
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5000, 1 << 20})
  void folder_anyCache_givesTheSameTextures(long cacheBytes) throws Exception {
    for (int i = 0; i < 5; i++) {
      image("class" + i % 2 + "/" + i + ".png", BufferedImage.TYPE_INT_RGB, 40 * i + 20);
    }
    Files.writeString(temp.resolve("class0/notes.txt"), "no image");
    image(".hidden/9.png", BufferedImage.TYPE_INT_RGB, 255);
    FolderTextures source = FolderTextures.open(temp, cacheBytes);
    assertThat(source.count()).isEqualTo(5);
    FolderTextures fresh = FolderTextures.open(temp);
    boolean[] seen = new boolean[256];
    for (int seed = 0; seed < 100; seed++) {
      float[] texture = draw(source, seed, SIZE);
      assertThat(draw(fresh, seed, SIZE)).isEqualTo(texture);
      int level = Math.round(255 * texture[0]);
      assertThat(level % 40).isEqualTo(20);
      seen[level] = true;
      // Other channels are black.
      assertThat(texture[SIZE.pixels()]).isZero();
      assertThat(texture[3 * SIZE.pixels() - 1]).isZero();
    }
    assertThat(IntStream.range(0, 256).filter(i -> seen[i]).count()).isEqualTo(5);
  }

  @Test
  void folder_greyFile_fillsThreeEqualChannels() throws Exception {
    image("grey.png", BufferedImage.TYPE_BYTE_GRAY, 51);
    float[] texture = draw(FolderTextures.open(temp), 1, SIZE);
    for (float value : texture) {
      assertThat(value).isEqualTo(51 * (1 / 255f));
    }
  }

  @Test
  void folder_severalThreads_giveWhatOneGives() throws Exception {
    for (int i = 0; i < 6; i++) {
      image(i + ".png", BufferedImage.TYPE_INT_RGB, 30 * i);
    }
    FolderTextures shared = FolderTextures.open(temp, 6000);
    FolderTextures alone = FolderTextures.open(temp, 0);
    float[][] expected = new float[60][];
    for (int seed = 0; seed < 60; seed++) {
      expected[seed] = draw(alone, seed, SIZE);
    }
    IntStream.range(0, 60)
        .parallel()
        .forEach(seed -> assertThat(draw(shared, seed, SIZE)).isEqualTo(expected[seed]));
  }

  @Test
  void folder_contentChanges_changesTheFingerprint() throws Exception {
    image("a.png", BufferedImage.TYPE_INT_RGB, 1);
    String print = FolderTextures.open(temp).fingerprint();
    assertThat(FolderTextures.open(temp).fingerprint()).isEqualTo(print);
    image("a.png", BufferedImage.TYPE_INT_RGB, 2);
    assertThat(FolderTextures.open(temp).fingerprint()).isNotEqualTo(print);
  }

  @Test
  void open_emptyMissingOrAFile_isRefusedByName() throws Exception {
    assertThatThrownBy(() -> FolderTextures.open(temp))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(temp + ": holds no images");
    Path missing = temp.resolve("missing");
    assertThatThrownBy(() -> FolderTextures.open(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing + ": is no folder");
    Path file = image("a.png", BufferedImage.TYPE_INT_RGB, 1);
    assertThatThrownBy(() -> FolderTextures.open(file)).hasMessageContaining("is no folder");
  }

  @Test
  void open_damagedFiles_namesThemAll() throws Exception {
    image("whole.png", BufferedImage.TYPE_INT_RGB, 1);
    Path text = Files.writeString(temp.resolve("broken.png"), "this is no image at all");
    Path cut = image("class/cut.png", BufferedImage.TYPE_INT_RGB, 2);
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> FolderTextures.open(temp))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(temp + ": 2 of 3 textures cannot be decoded")
        .hasMessageContaining(text.toString())
        .hasMessageContaining(cut.toString());
  }

  @Test
  void draw_fileDamagedSinceOpening_isNamed() throws Exception {
    Path file = image("broken.png", BufferedImage.TYPE_INT_RGB, 1);
    FolderTextures source = FolderTextures.open(temp);
    Files.writeString(file, "this is no image at all");
    assertThatThrownBy(() -> draw(source, 1, SIZE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("texture " + file);
  }
}
