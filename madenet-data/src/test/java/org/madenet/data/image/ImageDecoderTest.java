package org.madenet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.spi.IIORegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);

  static Stream<Golden> golden() {
    return Fixtures.lines("golden.csv").stream().skip(2).map(Golden::parse);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decode_fileOfEachKind_hasThePixelsThatPillowReads(Golden golden) throws IOException {
    DecodedImage image = decoder.decode(Fixtures.file(golden.file));

    assertThat(image.size()).isEqualTo(new ImageSize(golden.height, golden.width));
    assertThat(image.channels()).isEqualTo(golden.channels);
    float[] row = new float[golden.width];
    for (int c = 0; c < golden.channels; c++) {
      for (int y = 0; y < golden.height; y++) {
        image.row(c, y, row);
        for (int x = 0; x < golden.width; x++) {
          int expected = golden.levels[(y * golden.width + x) * golden.channels + c];
          assertThat(row[x] * golden.full)
              .as("channel %d, row %d, column %d", c, y, x)
              .isCloseTo(expected, within(golden.tolerance + 0.01f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated.png",
        "truncated.jpg",
        "progressive-truncated.jpg",
        "truncated.bmp",
        "truncated.tif"
      })
  void decode_truncatedFile_isRefusedByName(String name) {
    assertThatThrownBy(() -> decoder.decode(Fixtures.file(name)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "rgb.jpg", "grey.jpg", "rgb.bmp", "lzw.tif", "grey16.png"})
  void decode_fileCutAnywhere_isRefusedOrComplete(String name, @TempDir Path folder)
      throws IOException {
    byte[] content = Fixtures.bytes(name);
    DecodedImage whole = decoder.decode(Fixtures.file(name));
    for (int length = 1; length < content.length; length += Math.max(1, content.length / 97)) {
      Path cut = folder.resolve(length + "-" + name);
      Files.write(cut, Arrays.copyOf(content, length));
      try {
        DecodedImage image = decoder.decode(cut);
        assertThat(pixels(image)).as("first %d bytes of %s", length, name).isEqualTo(pixels(whole));
      } catch (ImageException e) {
        assertThat(e).hasMessageContaining(cut.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
text.jpg  | is not a JPEG, PNG, BMP or TIFF image; its content begins with 'This is not a ph'
rgb.gif   | has the format gif
float.tif | has samples of 32 bits
cmyk.tif  | has 4 channels of a colour space that is neither grey nor RGB
bomb.png  | has 60000x60000 pixels
""")
  void decode_fileThatCannotBeReadRight_isRefusedWithTheReason(String name, String reason) {
    assertThatThrownBy(() -> decoder.decode(Fixtures.file(name)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void decode_emptyFile_isRefused(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("nothing.png"));

    assertThatThrownBy(() -> decoder.decode(file)).hasMessage(file + ": is empty");
  }

  /** Else {@code --skip-problems} would leave good images out. */
  @Test
  void decode_memoryThatIsShort_isNoFaultOfTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("good.png"), StarvedReader.MAGIC);
    StarvedReader.Provider provider = new StarvedReader.Provider();
    IIORegistry.getDefaultInstance().registerServiceProvider(provider);
    try {
      assertThatThrownBy(() -> decoder.decode(file))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("too little");
      // Nothing of the limit stays taken.
      assertThatThrownBy(() -> decoder.decode(file)).isInstanceOf(OutOfMemoryError.class);
    } finally {
      IIORegistry.getDefaultInstance().deregisterServiceProvider(provider);
    }
  }

  @Test
  void decode_byManyThreadsAtTheLimit_waitsAndReadsAll() throws Exception {
    ImageDecoder narrow = new ImageDecoder(140);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<DecodedImage>> images = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        images.add(threads.submit(() -> narrow.decode(Fixtures.file("rgb.png"))));
      }
      for (Future<DecodedImage> image : images) {
        assertThat(image.get(30, TimeUnit.SECONDS).size()).isEqualTo(new ImageSize(10, 14));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void decode_missingFile_isNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> decoder.decode(folder.resolve("gone.png")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("gone.png") + ": does not exist");
  }

  @Test
  void decode_wrongExtension_goesByContent(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("really-a-png.jpg");
    Files.write(file, Fixtures.bytes("rgb.png"));

    assertThat(pixels(decoder.decode(file)))
        .isEqualTo(pixels(decoder.decode(Fixtures.file("rgb.png"))));
  }

  @Test
  void decode_morePixelsThanAllowed_isRefused() {
    assertThatThrownBy(() -> new ImageDecoder(139).decode(Fixtures.file("rgb.png")))
        .hasMessageContaining("has 10x14 pixels")
        .hasMessageContaining("limit of 139");
  }

  private static List<Float> pixels(DecodedImage image) {
    List<Float> values = new ArrayList<>();
    float[] row = new float[image.size().width()];
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.size().height(); y++) {
        image.row(c, y, row);
        for (float v : row) {
          values.add(v);
        }
      }
    }
    return values;
  }

  record Golden(
      String file, int height, int width, int channels, int full, int tolerance, int[] levels) {

    static Golden parse(String line) {
      String[] cells = line.split(",");
      return new Golden(
          cells[0],
          Integer.parseInt(cells[1]),
          Integer.parseInt(cells[2]),
          Integer.parseInt(cells[3]),
          Integer.parseInt(cells[4]),
          Integer.parseInt(cells[5]),
          Stream.of(cells[6].split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Override
    public String toString() {
      return file;
    }
  }
}
