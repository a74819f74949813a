package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.data.image.Fixtures;
import org.madenet.data.image.ImageException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SampleImagesTest {

  private static final ImageSize SIZE = new ImageSize(6, 8);

  @TempDir Path root;
  private AnomalyDataset dataset;

  @BeforeEach
  void makeDataset() throws IOException {
    new ImageTree(root)
        .images("normal", "png", 4)
        .images("defect", "png", 3)
        .mask("masks/000.png")
        .mask("masks/001.png", 8, 6, 128)
        .mask("masks/002.png", 8, 6, 0);
    dataset = Datasets.open(root);
  }

  @Test
  void images_greyFile_isReplicatedToThreeChannels() {
    ImageBatch batch = SampleImages.normal(dataset.normal().samples(), SIZE).images(2, 0);

    assertThat(batch.ids()).containsExactly("normal/002.png", "normal/000.png");
    assertThat(batch.images().shape()).containsExactly(2, 3, 6, 8);
    INDArray red = batch.images().get(NDArrayIndex.all(), NDArrayIndex.point(0));
    assertThat(batch.images().get(NDArrayIndex.all(), NDArrayIndex.point(1))).isEqualTo(red);
    assertThat(batch.images().get(NDArrayIndex.all(), NDArrayIndex.point(2))).isEqualTo(red);
    assertThat(batch.images().maxNumber().floatValue()).isBetween(0.5f, 1f);
    assertThat(batch.images().minNumber().floatValue()).isBetween(0f, 0.5f);
  }

  @Test
  void images_colourFile_hasItsChannelsInOrder() {
    Path file = Fixtures.file("rgb.png");
    Sample sample = new Sample("rgb", "c", Split.TRAIN, false, Sample.GOOD, file, Optional.empty());

    ImageBatch batch = SampleImages.normal(List.of(sample), new ImageSize(10, 14)).images(0);

    // The first pixel of rgb.png in golden.csv.
    String levels = new String(Fixtures.bytes("golden.csv"), StandardCharsets.UTF_8);
    String[] first = levels.lines().skip(2).findFirst().orElseThrow().split(",")[6].split(" ");
    for (int c = 0; c < 3; c++) {
      assertThat(batch.images().getFloat(0, c, 0, 0)).isEqualTo(Integer.parseInt(first[c]) / 255f);
    }
  }

  /** A user's folder, a camera's frame and a dataset give a detector the same numbers. */
  @Test
  void ofFilesAndFrames_giveTheSameAsADataset() throws IOException {
    List<Path> files = List.of(Fixtures.file("rgb.png"), root.resolve("normal/002.png"));
    ImageBatch fromFiles = SampleImages.ofFiles(files, SIZE).images(0, 1);
    assertThat(fromFiles.ids().get(1)).endsWith("normal/002.png").doesNotContain("\\");
    INDArray sample = SampleImages.normal(dataset.normal().samples(), SIZE).images(2).images();
    assertThat(fromFiles.images().get(NDArrayIndex.interval(1, 2))).isEqualTo(sample);

    List<BufferedImage> frames = new ArrayList<>();
    for (Path file : files) {
      frames.add(ImageIO.read(file.toFile()));
    }
    ImageLoader loader = new ImageLoader(LoadOptions.of(SIZE));
    ImageBatch fromFrames = loader.batch(List.of("colour", "grey"), frames);
    assertThat(fromFrames.ids()).containsExactly("colour", "grey");
    assertThat(fromFrames.images()).isEqualTo(fromFiles.images());
    BufferedImage packed = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    packed.setRGB(0, 0, 0xff8000);
    float[] orange =
        new ImageLoader(LoadOptions.of(new ImageSize(7, 9)))
            .batch(List.of("packed"), List.of(packed))
            .images()
            .data()
            .asFloat();
    assertThat(orange[0]).isEqualTo(1);
    assertThat(orange[63]).isEqualTo(0x80 / 255f);
    assertThat(orange[126]).isZero();
    assertThatThrownBy(() -> loader.batch(List.of("one"), frames))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 images and 1 names");
  }

  @Test
  void images_batchOfN_equalsNSingles() {
    NormalImages source = SampleImages.normal(dataset.normal().samples(), ImageSize.square(16));
    INDArray batch = source.images(0, 1, 2, 3).images();

    for (int i = 0; i < 4; i++) {
      assertThat(batch.get(NDArrayIndex.interval(i, i + 1))).isEqualTo(source.images(i).images());
    }
  }

  @Test
  void images_withCacheOfAnySize_areTheSame() {
    List<Sample> samples = dataset.normal().samples();
    INDArray expected = SampleImages.normal(samples, SIZE).images(0, 1, 2, 3).images();
    for (long bytes : new long[] {1, 200, 400, 1 << 20}) {
      NormalImages cached =
          SampleImages.normal(samples, LoadOptions.of(SIZE).withCacheBytes(bytes));

      assertThat(cached.images(0, 1, 2, 3).images()).isEqualTo(expected);
      assertThat(cached.images(0, 1, 2, 3).images()).isEqualTo(expected);
    }
  }

  @Test
  void images_ofMorePixelsThanAllowed_areRefused() {
    Path file = Fixtures.file("rgb.png");
    Sample sample = new Sample("rgb", "c", Split.TRAIN, false, Sample.GOOD, file, Optional.empty());

    // It has 10x14 pixels.
    LoadOptions exact = LoadOptions.of(SIZE).withMaxPixels(140);
    assertThat(SampleImages.normal(List.of(sample), exact).images(0).size()).isEqualTo(1);
    NormalImages refused = SampleImages.normal(List.of(sample), exact.withMaxPixels(139));
    assertThatThrownBy(() -> refused.images(0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("rgb.png", "10x14", "139");
    assertThatThrownBy(() -> exact.withMaxPixels(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void images_withinTheCacheLimit_areDecodedOnce() throws IOException {
    List<Sample> samples = dataset.normal().samples();
    long twoGreyImages = 2L * SIZE.pixels() * Float.BYTES;
    NormalImages source =
        SampleImages.normal(samples, LoadOptions.of(SIZE).withCacheBytes(twoGreyImages));
    source.images(0);
    source.images(1);
    source.images(2);
    for (Sample sample : samples) {
      Files.delete(sample.image());
    }

    source.images(0, 1);
    assertThatThrownBy(() -> source.images(2)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void labelled_masks_areBinarisedAt128AndNormalOnesAreZero() {
    LabelledImages source = SampleImages.labelled(dataset.samples(), SIZE);

    LabelledBatch batch = source.labelled(0, 1, 2, 3);

    assertThat(batch.anomalous()).containsExactly(true, true, true, false);
    assertThat(batch.masks().shape()).containsExactly(4, 1, 6, 8);
    assertThat(batch.masks().getFloat(0, 0, 0, 0)).isEqualTo(1f);
    assertThat(batch.masks().getFloat(1, 0, 0, 0)).isEqualTo(1f);
    assertThat(batch.masks().sumNumber().floatValue()).isEqualTo(2f);
  }

  @Test
  void labelled_maskOfAnotherSize_isRefusedWithBothPaths() {
    new ImageTree(root).mask("masks/001.png", 16, 12, 255);
    LabelledImages source = SampleImages.labelled(dataset.samples(), SIZE);

    assertThatThrownBy(() -> source.labelled(0, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ImageException.class)
        .hasMessage(
            "%s: is 12x16 (height x width), but its image %s is 6x8"
                .formatted(root.resolve("masks/001.png"), root.resolve("defect/001.png")));
    assertThat(source.labelled(0).hasPixelTruth(0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127})
  void labelled_maskTooDarkToMarkAnything_isRefusedWithItsLevel(int level) {
    new ImageTree(root).mask("masks/001.png", 8, 6, level);
    LabelledImages source = SampleImages.labelled(dataset.samples(), SIZE);

    assertThatThrownBy(() -> source.labelled(0, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ImageException.class)
        .hasMessageStartingWith(
            "%s: marks no pixel: its brightest level is %d of 255, but marks start at 128"
                .formatted(root.resolve("masks/001.png"), level));
  }

  @Test
  void labelled_darkMaskOfADatasetWhoseMarksAreDark_isRead() {
    new ImageTree(root).mask("masks/001.png", 8, 6, 1);
    Sample sample = dataset.anomalous().samples().get(1);
    Sample dark =
        new Sample(
            sample.id(),
            sample.category(),
            sample.split(),
            true,
            sample.defectType(),
            sample.image(),
            sample.mask(),
            1);

    LabelledBatch batch = SampleImages.labelled(List.of(dark), SIZE).labelled(0);

    assertThat(batch.masks().sumNumber().floatValue()).isEqualTo(1f);
  }

  @Test
  void normal_anomalousSample_isRefused() {
    assertThatThrownBy(() -> SampleImages.normal(dataset.samples(), SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("defect/000.png is anomalous");
  }

  @Test
  void images_unreadableFile_namesItsPath() throws IOException {
    Path broken = dataset.normal().samples().get(1).image();
    Files.writeString(broken, "no image");
    NormalImages source = SampleImages.normal(dataset.normal().samples(), SIZE);

    assertThatThrownBy(() -> source.images(0, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(broken + ": is not a JPEG");
  }

  @Test
  void images_missingFile_saysSo() throws IOException {
    Path gone = dataset.normal().samples().get(1).image();
    NormalImages source = SampleImages.normal(dataset.normal().samples(), SIZE);
    Files.delete(gone);

    assertThatThrownBy(() -> source.images(1)).hasMessage(gone + ": does not exist");
    assertThatThrownBy(source::fingerprint).hasMessageContaining(gone + ": does not exist");
  }

  @Test
  void fingerprint_otherSizeOrOrder_isAnother() {
    List<Sample> samples = dataset.normal().samples();
    String one = SampleImages.normal(samples, SIZE).fingerprint();

    assertThat(SampleImages.normal(samples, LoadOptions.of(SIZE).withCacheBytes(9)).fingerprint())
        .isEqualTo(one);
    assertThat(SampleImages.normal(samples, ImageSize.square(7)).fingerprint()).isNotEqualTo(one);
    assertThat(SampleImages.normal(samples.subList(0, 3), SIZE).fingerprint()).isNotEqualTo(one);
    assertThat(
            SampleImages.normal(samples, LoadOptions.of(SIZE).withAntialias(false)).fingerprint())
        .isNotEqualTo(one);
  }

  @Test
  void mask_ofADefectThatFallsBetweenAllSamples_marksWhereItIs() throws IOException {
    // Samples of an 8x8 mask of a 64x64 file are rows and columns 4, 12, 20, ...
    BufferedImage one = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    one.getRaster().setSample(63, 7, 0, 255);
    Path file = root.resolve("one.png");
    ImageIO.write(one, "png", file.toFile());

    byte[] mask = new ImageLoader(LoadOptions.of(ImageSize.square(8))).mask(file, 128);

    byte[] expected = new byte[64];
    expected[7] = 1;
    assertThat(mask).isEqualTo(expected);
    one.getRaster().setSample(4, 4, 0, 255);
    ImageIO.write(one, "png", file.toFile());
    assertThat(new ImageLoader(LoadOptions.of(ImageSize.square(8))).mask(file, 128))
        .containsOnlyOnce(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "200, 1, 1", "0, 1, 0", "32512, 128, 0", "32513, 128, 1", "65535, 255, 1"})
  void mask_ofSixteenBits_isRoundedUpAsTheAuditDoes(int level, int threshold, int marked)
      throws IOException {
    new ImageTree(root).deepMask("deep.png", level);
    ImageLoader loader = new ImageLoader(LoadOptions.of(SIZE));

    byte[] mask = loader.mask(root.resolve("deep.png"), threshold);

    assertThat(IntStream.range(0, mask.length).map(i -> mask[i]).sum()).isEqualTo(marked);
    assertThat(loader.decode(root.resolve("deep.png")).brightest() >= threshold)
        .isEqualTo(marked == 1);
  }
}
