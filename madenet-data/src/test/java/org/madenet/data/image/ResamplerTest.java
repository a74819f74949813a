package org.madenet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;
import org.madenet.data.ImageLoader;
import org.madenet.data.LoadOptions;

class ResamplerTest {

  @ParameterizedTest
  @CsvSource({
    "16,16,false", "16,16,true", "64,64,false", "64,64,true",
    "37,24,false", "37,24,true", "9,80,false", "9,80,true"
  })
  void resize_anySize_equalsTorchInterpolate(int height, int width, boolean antialias)
      throws IOException {
    DecodedImage image = new ImageDecoder(1_000_000).decode(Fixtures.file("resize.png"));

    float[] resized = new Resampler(new ImageSize(height, width), antialias).resize(image);

    String kind = antialias ? "antialias" : "plain";
    float[] expected = Fixtures.floats("resize-%dx%d-%s.f32".formatted(height, width, kind));
    assertThat(resized).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      // float32 weights on both sides
      assertThat(resized[i]).as("value %d", i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resize_toItsOwnSize_changesNothing(boolean antialias) throws IOException {
    DecodedImage image = new ImageDecoder(1_000_000).decode(Fixtures.file("rgb.png"));
    float[] row = new float[image.size().width()];

    float[] resized = new Resampler(image.size(), antialias).resize(image);

    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < image.size().height(); y++) {
        image.row(c, y, row);
        int at = c * image.size().pixels() + y * row.length;
        assertThat(Arrays.copyOfRange(resized, at, at + row.length)).isEqualTo(row);
      }
    }
  }

  /** A decoded file and the same file's planes in the middle of a larger array. */
  @ParameterizedTest
  @ValueSource(ints = {16, 100})
  void resize_planes_equalsResizingTheFile(int side) throws IOException {
    DecodedImage image = new ImageDecoder(1_000_000).decode(Fixtures.file("resize.png"));
    Resampler resampler = new Resampler(ImageSize.square(side), true);
    float[] expected = resampler.resize(image);
    int at = 7;
    float[] planes = new float[at + image.channels() * image.size().pixels()];
    System.arraycopy(
        new Resampler(image.size(), true).resize(image), 0, planes, at, planes.length - at);
    float[] out = new float[expected.length + 5];
    Arrays.fill(out, 9);

    resampler.resize(planes, at, image.size(), out, 5, image.channels());

    assertThat(Arrays.copyOfRange(out, 5, out.length)).isEqualTo(expected);
    assertThat(Arrays.copyOf(out, 5)).containsOnly(9);
  }

  @ParameterizedTest
  @CsvSource({"16,16", "64,64", "37,24", "9,80"})
  void mask_anySize_equalsTorchNearestExactOfTheBinarised(int height, int width)
      throws IOException {
    ImageLoader loader = new ImageLoader(LoadOptions.of(new ImageSize(height, width)));

    byte[] mask = loader.mask(Fixtures.file("resize.png"), 128);

    assertThat(mask).isEqualTo(Fixtures.bytes("resize-%dx%d-mask.u8".formatted(height, width)));
  }
}
