package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

class AnomalySynthesizerTest {

  private static final ImageSize SMALL = ImageSize.square(32);
  private static final SynthesisOptions ALWAYS =
      SynthesisOptions.defaults().toBuilder().anomalyProbability(1).build();

  private static AnomalySynthesizer with(SynthesisOptions options) {
    return new AnomalySynthesizer(options, new ProceduralTextures());
  }

  @ParameterizedTest
  @CsvSource({"32,32", "60,100", "100,60", "256,256", "33,1", "3,5"})
  void synthesize_anySize_leavesWhatIsOutsideTheMaskBitForBit(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    AnomalySynthesizer synthesizer = with(ALWAYS.toBuilder().opacity(0.15, 1).build());
    float[] image = TestImages.texture(size, 1);
    float[] untouched = image.clone();
    int anomalous = 0;
    for (int seed = 0; seed < 30; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, size, seed);
      boolean marked = false;
      int wrong = 0;
      for (int i = 0; i < sample.image().length; i++) {
        float mask = sample.mask()[i % size.pixels()];
        float value = sample.image()[i];
        marked |= mask == 1;
        wrong += mask != 0 && mask != 1 ? 1 : 0;
        wrong += value >= 0 && value <= 1 ? 0 : 1;
        boolean same = Float.floatToRawIntBits(value) == Float.floatToRawIntBits(image[i]);
        wrong += mask == 0 && !same ? 1 : 0;
      }
      assertThat(wrong).isZero();
      assertThat(marked).isEqualTo(sample.kind() != AnomalyKind.CLEAN);
      anomalous += marked ? 1 : 0;
    }
    assertThat(anomalous).isPositive();
    assertThat(image).isEqualTo(untouched);
  }

  @Test
  void synthesize_objectBeforeABackground_marksTheObjectOnly() {
    ImageSize size = ImageSize.square(128);
    float[] image = TestImages.disc(size, 0.1f, 0.7f, 1);
    AnomalySynthesizer synthesizer = with(ALWAYS);
    ForegroundMask foreground = synthesizer.foreground(image, size);
    assertThat(foreground.isWhole()).isFalse();
    int anomalous = 0;
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, size, seed);
      for (int i = 0; i < size.pixels(); i++) {
        if (sample.mask()[i] == 1) {
          assertThat(foreground.contains(i / 128, i % 128)).isTrue();
        }
      }
      anomalous += sample.kind() == AnomalyKind.CLEAN ? 0 : 1;
    }
    assertThat(anomalous).isGreaterThan(50);
  }

  @Test
  void synthesize_texture_marksEveryPartOfTheImage() {
    float[] image = TestImages.greyTexture(SMALL, 1);
    AnomalySynthesizer synthesizer = with(ALWAYS);
    float[] sums = new float[SMALL.pixels()];
    for (int seed = 0; seed < 1000; seed++) {
      float[] mask = synthesizer.synthesize(image, SMALL, seed).mask();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += mask[i];
      }
    }
    for (float sum : sums) {
      // Some 90 of 1000 samples mark a given pixel.
      assertThat(sum).isBetween(30f, 220f);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.5", "0.3,0.8", "1,0", "0,0.5"})
  void synthesize_manySamples_haveTheSharesAskedFor(double anomalous, double texture) {
    AnomalySynthesizer synthesizer =
        with(
            SynthesisOptions.defaults().toBuilder()
                .anomalyProbability(anomalous)
                .textureShare(texture)
                .areaShare(0, 1)
                .minDifference(0)
                .maxRedraws(200)
                .build());
    float[] image = TestImages.texture(SMALL, 2);
    int n = 4000;
    Map<AnomalyKind, Integer> counts = new EnumMap<>(AnomalyKind.class);
    for (AnomalyKind kind : AnomalyKind.values()) {
      counts.put(kind, 0);
    }
    for (int seed = 0; seed < n; seed++) {
      counts.merge(synthesizer.synthesize(image, SMALL, seed).kind(), 1, Integer::sum);
    }
    Map<AnomalyKind, Double> expected =
        Map.of(
            AnomalyKind.CLEAN, 1 - anomalous,
            AnomalyKind.TEXTURE, anomalous * texture,
            AnomalyKind.STRUCTURE, anomalous * (1 - texture));
    expected.forEach(
        (kind, p) -> {
          // Five standard deviations of a binomial share: one false alarm in a million.
          double bound = 5 * Math.sqrt(p * (1 - p) / n);
          assertThat(counts.get(kind) / (double) n).as("%s", kind).isCloseTo(p, within(bound));
        });
  }

  @Test
  void synthesize_opaque_marksWithTheAnomalyItself() {
    AnomalySynthesizer synthesizer =
        new AnomalySynthesizer(
            ALWAYS.toBuilder().textureShare(0).grid(1, 1).opacity(1, 1).minDifference(0).build(),
            new ProceduralTextures());
    float[] image = TestImages.disc(SMALL, 0, 0, 3);
    for (int i = 0; i < image.length; i++) {
      image[i] = 0.25f;
    }
    // A flat image, augmented and uncut, is flat: all marked pixels of a channel are equal.
    for (int seed = 0; seed < 50; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, SMALL, seed);
      float value = Float.NaN;
      for (int i = 0; i < SMALL.pixels(); i++) {
        if (sample.mask()[i] == 1) {
          value = Float.isNaN(value) ? sample.image()[i] : value;
          assertThat(sample.image()[i]).isCloseTo(value, within(1e-5f));
        }
      }
    }
  }

  /** The opaque sample of the same seed tells how much there was to change. */
  @ParameterizedTest
  @CsvSource({"0.15,0.4", "0.5,0.5", "0.2,1"})
  void synthesize_opacityRange_boundsTheChange(double least, double most) {
    float[] image = new float[3 * SMALL.pixels()];
    Arrays.fill(image, 1);
    SynthesisOptions options =
        ALWAYS.toBuilder().textureShare(1).opacity(least, most).minDifference(0).build();
    SynthesisOptions opaque = options.toBuilder().opacity(1, 1).build();
    double smallest = 1;
    double largest = 0;
    for (int seed = 0; seed < 300; seed++) {
      SyntheticSample sample = with(options).synthesize(image, SMALL, seed);
      // The opacity is drawn last: all that comes before is the same.
      SyntheticSample full = with(opaque).synthesize(image, SMALL, seed);
      assertThat(full.mask()).isEqualTo(sample.mask());
      for (int i = 0; i < image.length; i++) {
        float change = 1 - full.image()[i];
        if (sample.mask()[i % SMALL.pixels()] == 1 && change > 0.2f) {
          double opacity = (1 - sample.image()[i]) / change;
          // Single precision, values near 1, divided by 0.2 at least: 1e-6.
          assertThat(opacity).isBetween(least - 1e-6, most + 1e-6);
          smallest = Math.min(smallest, opacity);
          largest = Math.max(largest, opacity);
        }
      }
    }
    // 200 uniform numbers leave a twentieth at an end free with probability 4e-5.
    assertThat(smallest).isLessThan(least + 0.05 * (most - least) + 1e-6);
    assertThat(largest).isGreaterThan(most - 0.05 * (most - least) - 1e-6);
  }

  @Test
  void synthesize_sameSeed_isEqualAndOtherSeedsDiffer() {
    ImageSize size = new ImageSize(60, 100);
    float[] image = TestImages.texture(size, 3);
    AnomalySynthesizer synthesizer = with(ALWAYS);
    for (int seed = 0; seed < 20; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, size, seed);
      SyntheticSample again = with(ALWAYS).synthesize(image, size, seed);
      assertThat(again.image()).isEqualTo(sample.image());
      assertThat(again.mask()).isEqualTo(sample.mask());
      assertThat(again.kind()).isEqualTo(sample.kind());
      assertThat(synthesizer.synthesize(image, size, seed + 1000).image())
          .isNotEqualTo(sample.image());
    }
  }

  /**
   * A change of what a seed gives would break the promise of one seed: it must be meant, and raise
   * the version in the fingerprints. The value was printed by this test.
   */
  @Test
  void synthesize_fixedSeeds_neverChanges() {
    StringBuilder bits = new StringBuilder();
    for (int seed = 0; seed < 60; seed++) {
      float[] image =
          seed % 2 == 0 ? TestImages.greyTexture(SMALL, 1) : TestImages.texture(SMALL, 1);
      SyntheticSample sample = with(ALWAYS).synthesize(image, SMALL, seed);
      bits.append(sample.kind()).append(Arrays.hashCode(sample.image()));
    }
    assertThat(Fingerprint.ofText(bits.toString())).startsWith("210a86b53e55510f");
  }

  /** Rectangles and shades draw with powers, which must not depend on the machine. */
  @Test
  void synthesize_fixedSeedsOfRectanglesAndShades_neverChanges() {
    SynthesisOptions options = ALWAYS.toBuilder().rectangleShare(0.5).shadeShare(0.5).build();
    StringBuilder bits = new StringBuilder();
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = with(options).synthesize(TestImages.texture(SMALL, 1), SMALL, seed);
      bits.append(sample.kind()).append(Arrays.hashCode(sample.image()));
    }
    assertThat(Fingerprint.ofText(bits.toString())).startsWith("7885eae6753c4112");
  }

  @Test
  void synthesize_severalThreadsAndSizes_givesWhatOneThreadGives() {
    AnomalySynthesizer shared = with(ALWAYS);
    List<ImageSize> sizes = List.of(SMALL, new ImageSize(20, 50));
    List<float[]> alone = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ImageSize size = sizes.get(i % 2);
      alone.add(with(ALWAYS).synthesize(TestImages.texture(size, i), size, i).image());
    }
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              ImageSize size = sizes.get(i % 2);
              assertThat(shared.synthesize(TestImages.texture(size, i), size, i).image())
                  .isEqualTo(alone.get(i));
            });
  }

  @Test
  void synthesize_areaRange_isKept() {
    ImageSize size = ImageSize.square(64);
    AnomalySynthesizer synthesizer =
        with(ALWAYS.toBuilder().areaShare(0.05, 0.1).maxRedraws(100).build());
    float[] image = TestImages.texture(size, 4);
    for (int seed = 0; seed < 100; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, size, seed);
      double share = 0;
      for (float value : sample.mask()) {
        share += value / size.pixels();
      }
      assertThat(sample.kind()).isNotEqualTo(AnomalyKind.CLEAN);
      assertThat(share).isBetween(0.05 - 1e-9, 0.1 + 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "20"})
  void synthesize_nothingFits_drawsSoOftenAndStaysClean(int redraws) {
    AtomicInteger drawn = new AtomicInteger();
    TextureSource likeTheImage =
        new TextureSource() {
          @Override
          public void draw(SplittableRandom random, ImageSize size, float[] out) {
            drawn.incrementAndGet();
          }

          @Override
          public String fingerprint() {
            return "none";
          }
        };
    AnomalySynthesizer synthesizer =
        new AnomalySynthesizer(
            ALWAYS.toBuilder()
                .textureShare(1)
                .minDifference(0.999)
                .areaShare(0, 1)
                .maxRedraws(redraws)
                .perlin(new PerlinMask(2, 2, 0))
                .build(),
            likeTheImage);
    float[] image = TestImages.texture(SMALL, 5);

    SyntheticSample sample = synthesizer.synthesize(image, SMALL, 1);

    assertThat(drawn).hasValue(redraws + 1);
    assertThat(sample.kind()).isEqualTo(AnomalyKind.CLEAN);
    assertThat(sample.image()).isEqualTo(image);
    assertThat(sample.mask()).containsOnly(0);
  }

  @Test
  void synthesize_areaThatNoMaskHas_staysClean() {
    AnomalySynthesizer synthesizer = with(ALWAYS.toBuilder().areaShare(0.999, 1).build());
    SyntheticSample sample = synthesizer.synthesize(TestImages.texture(SMALL, 6), SMALL, 1);
    assertThat(sample.kind()).isEqualTo(AnomalyKind.CLEAN);
    assertThat(sample.mask()).containsOnly(0);
  }

  @Test
  void synthesize_difference_isAtLeastTheOneAskedFor() {
    AnomalySynthesizer synthesizer =
        with(ALWAYS.toBuilder().minDifference(0.2).opacity(0.3, 1).maxRedraws(100).build());
    float[] image = TestImages.greyTexture(SMALL, 7);
    for (int seed = 0; seed < 100; seed++) {
      SyntheticSample sample = synthesizer.synthesize(image, SMALL, seed);
      double change = 0;
      double marked = 0;
      for (int i = 0; i < image.length; i++) {
        change += Math.abs(sample.image()[i] - image[i]);
        marked += sample.mask()[i % SMALL.pixels()];
      }
      if (sample.kind() != AnomalyKind.CLEAN) {
        assertThat(change / marked).isGreaterThanOrEqualTo(0.2 - 1e-5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GreyMode.class)
  void synthesize_greyImage_staysGreyUnlessColourIsAskedFor(GreyMode mode) {
    AnomalySynthesizer synthesizer = with(ALWAYS.toBuilder().grey(mode).build());
    float[] image = TestImages.greyTexture(SMALL, 8);
    int coloured = 0;
    for (int seed = 0; seed < 60; seed++) {
      coloured += coloured(synthesizer.synthesize(image, SMALL, seed)) ? 1 : 0;
    }
    if (mode == GreyMode.COLOUR) {
      assertThat(coloured).isGreaterThan(20);
    } else {
      assertThat(coloured).isZero();
    }
  }

  @Test
  void synthesize_colourImage_getsColouredAnomaliesByDefault() {
    AnomalySynthesizer synthesizer = with(ALWAYS);
    float[] image = TestImages.texture(SMALL, 9);
    int coloured = 0;
    for (int seed = 0; seed < 60; seed++) {
      coloured += coloured(synthesizer.synthesize(image, SMALL, seed)) ? 1 : 0;
    }
    assertThat(coloured).isGreaterThan(40);
  }

  private static boolean coloured(SyntheticSample sample) {
    int pixels = sample.mask().length;
    float[] image = sample.image();
    for (int i = 0; i < pixels; i++) {
      boolean grey = image[i] == image[pixels + i] && image[i] == image[2 * pixels + i];
      if (sample.mask()[i] == 1 && !grey) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({"64,64,8,8", "60,100,8,8", "33,50,4,8", "5,3,8,8"})
  void shuffle_anyGrid_movesWholeCellsAndKeepsThemAll(
      int height, int width, int rows, int columns) {
    ImageSize size = new ImageSize(height, width);
    AnomalySynthesizer synthesizer = with(ALWAYS.toBuilder().grid(rows, columns).build());
    float[] numbers = new float[size.pixels()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    float[] shuffled = new float[numbers.length];
    Arrays.fill(shuffled, -1);

    synthesizer.shuffle(new SplittableRandom(1), numbers, shuffled, 1, size);

    int broken = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float value = shuffled[y * width + x];
        assertThat(value).isBetween(0f, numbers.length - 1f);
        broken += x > 0 && value != shuffled[y * width + x - 1] + 1 ? 1 : 0;
      }
    }
    // Within a cell, right neighbours stay right neighbours.
    assertThat(broken).isBetween(1, height * (Math.min(columns, width) - 1));
    if (height % rows == 0 && width % columns == 0) {
      assertThat(shuffled).containsExactlyInAnyOrder(numbers);
    }
  }

  @Test
  void shuffle_halvedGrids_haveAllSizesDownToOneCell() {
    AnomalySynthesizer synthesizer = with(ALWAYS.toBuilder().grid(8, 8).gridHalvings(3).build());
    ImageSize size = ImageSize.square(64);
    float[] numbers = new float[size.pixels()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    int[] seen = new int[4];
    for (int seed = 0; seed < 80; seed++) {
      float[] shuffled = new float[numbers.length];
      synthesizer.shuffle(new SplittableRandom(seed), numbers, shuffled, 1, size);
      assertThat(shuffled).containsExactlyInAnyOrder(numbers);
      int least = size.width(); // the shortest run of right neighbours is a cell's width
      for (int y = 0; y < size.height(); y++) {
        int run = 1;
        for (int x = 1; x < size.width(); x++) {
          boolean neighbour =
              shuffled[y * size.width() + x] == shuffled[y * size.width() + x - 1] + 1;
          least = neighbour ? least : Math.min(least, run);
          run = neighbour ? run + 1 : 1;
        }
      }
      seen[3 - Integer.numberOfTrailingZeros(64 / least)]++;
    }
    // Each of the four is expected 20 times; a few 2x2 grids keep their order by chance.
    assertThat(Arrays.stream(seen).min().getAsInt()).isGreaterThan(4);
  }

  @Test
  void synthesize_rectangles_markOneOfTheAskedAreaInsideTheImage() {
    SynthesisOptions options =
        ALWAYS.toBuilder().rectangleShare(1).areaShare(0.02, 0.3).minDifference(0).build();
    AnomalySynthesizer synthesizer = with(options);
    ImageSize size = new ImageSize(40, 60);
    float[] image = TestImages.texture(size, 9);
    int bands = 0;
    for (int seed = 0; seed < 60; seed++) {
      float[] mask = synthesizer.synthesize(image, size, seed).mask();
      int top = size.height();
      int bottom = -1;
      int left = size.width();
      int right = -1;
      int marked = 0;
      for (int p = 0; p < mask.length; p++) {
        if (mask[p] == 1) {
          marked++;
          top = Math.min(top, p / size.width());
          bottom = Math.max(bottom, p / size.width());
          left = Math.min(left, p % size.width());
          right = Math.max(right, p % size.width());
        }
      }
      assertThat(marked).isEqualTo((bottom - top + 1) * (right - left + 1));
      assertThat((double) marked / size.pixels()).isBetween(0.02, 0.3);
      bands += left == 0 && right == size.width() - 1 || top == 0 && bottom == 39 ? 1 : 0;
    }
    assertThat(bands).isBetween(2, 30);
  }

  @Test
  void synthesize_shades_changeInsideTheirMaskOnlyAndKeepTheTexture() {
    SynthesisOptions options =
        ALWAYS.toBuilder().shadeShare(1).areaShare(0.02, 0.5).maxRedraws(100).build();
    ImageSize size = ImageSize.square(64);
    float[] image = TestImages.greyTexture(size, 3);
    int brighter = 0;
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = with(options).synthesize(image, size, seed);
      assertThat(sample.kind()).isEqualTo(AnomalyKind.SHADE);
      double change = 0;
      double absolute = 0;
      int marked = 0;
      for (int i = 0; i < size.pixels(); i++) {
        float difference = sample.image()[i] - image[i];
        if (sample.mask()[i] == 1) {
          change += difference;
          absolute += Math.abs(difference);
          marked++;
        } else {
          assertThat(difference).isZero();
        }
      }
      assertThat((double) marked / size.pixels()).isBetween(0.02, 0.5);
      assertThat(absolute / marked).isGreaterThanOrEqualTo(options.minDifference() - 1e-6);
      assertThat(correlation(sample, image)).isGreaterThan(0.3);
      brighter += change > 0 ? 1 : 0;
    }
    // Both signs are equally likely: outside these bounds once in 30000.
    assertThat(brighter).isBetween(14, 46);
  }

  /** Pearson's, over the marked pixels of the first channel. */
  private static double correlation(SyntheticSample sample, float[] image) {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < sample.mask().length; i++) {
      if (sample.mask()[i] == 1) {
        double a = image[i];
        double b = sample.image()[i];
        n++;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
      }
    }
    return (xy - x * y / n) / Math.sqrt((xx - x * x / n) * (yy - y * y / n));
  }

  @Test
  void synthesize_shadeShare_isKeptBesideTheOtherKinds() {
    AnomalySynthesizer synthesizer =
        with(
            ALWAYS.toBuilder()
                .shadeShare(0.4)
                .textureShare(0.5)
                .areaShare(0, 1)
                .minDifference(0)
                .maxRedraws(200)
                .build());
    float[] image = TestImages.texture(SMALL, 2);
    int n = 2000;
    Map<AnomalyKind, Integer> counts = new EnumMap<>(AnomalyKind.class);
    for (int seed = 0; seed < n; seed++) {
      counts.merge(synthesizer.synthesize(image, SMALL, seed).kind(), 1, Integer::sum);
    }
    Map.of(AnomalyKind.SHADE, 0.4, AnomalyKind.TEXTURE, 0.3, AnomalyKind.STRUCTURE, 0.3)
        .forEach(
            (kind, p) ->
                // Five standard deviations of a binomial share: one false alarm in a million.
                assertThat(counts.get(kind) / (double) n)
                    .as("%s", kind)
                    .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / n))));
  }

  @Test
  void synthesize_wrongLength_isRefused() {
    AnomalySynthesizer synthesizer = with(ALWAYS);
    assertThatThrownBy(() -> synthesizer.synthesize(new float[10], SMALL, 1))
        .hasMessage("an image of 32x32 has 3072 values, but there are 10");
    ForegroundMask other = ForegroundMask.whole(ImageSize.square(16));
    float[] image = new float[3 * SMALL.pixels()];
    assertThatThrownBy(() -> synthesizer.synthesize(image, SMALL, other, new SplittableRandom(1)))
        .hasMessage("the foreground is 16x16, but the image is 32x32");
  }

  @Test
  void fingerprint_optionsOrTextures_decideIt() {
    String print = with(ALWAYS).fingerprint();
    assertThat(with(ALWAYS).fingerprint()).isEqualTo(print);
    assertThat(with(SynthesisOptions.defaults()).fingerprint()).isNotEqualTo(print);
  }
}
