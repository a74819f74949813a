package org.madenet.srad.dsr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.AnomalyKind;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.ProceduralTextures;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;

class DsrMinibatchesTest {

  private static final DsrOptions OPTIONS = DsrPresets.SMOKE;
  private static final int SIDE = OPTIONS.inputSize().height();
  private static final SquareImages NORMAL = SquareImages.normal(SIDE, 6, 1);
  private static LatentModel model;

  @BeforeAll
  static void makeModel() {
    ComputationGraph graph = DsrNetwork.latentTraining(OPTIONS, new NoOp());
    model = new LatentModel(OPTIONS, DsrWeights.of(graph));
    graph.close();
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  private static NormalSamples samples(long seed) {
    return NormalSamples.training(NORMAL, NormalAugmentation.NONE, 4, 10, new RandomStreams(seed));
  }

  private static boolean equal(INDArray[] these, INDArray[] those) {
    for (int i = 0; i < these.length; i++) {
      if (!these[i].equalsWithEps(those[i], 0)) {
        return false;
      }
    }
    return true;
  }

  /** Codes may differ from the right ones in marked cells, and beside them where both changed. */
  @Test
  void detection_codes_differOnlyAtTheMask() {
    DetectionMinibatches batches = new DetectionMinibatches(samples(1), model, OPTIONS);
    int clean = 0;
    int onlyHi = 0;
    int withLo = 0;
    for (int step = 0; step < 10; step++) {
      MultiDataSet batch = batches.minibatch(0, step);
      INDArray hi = batch.getFeatures(0);
      INDArray lo = batch.getFeatures(1);
      INDArray anomalous = batch.getLabels(3);
      assertThat(anomalous.sum(1).minNumber().doubleValue()).isEqualTo(1);
      assertThat(anomalous.sum(1).maxNumber().doubleValue()).isEqualTo(1);
      for (int i = 0; i < 4; i++) {
        INDArray mask = anomalous.slice(i).slice(1);
        Set<Integer> changedLo = changed(lo.slice(i), batch.getLabels(1).slice(i));
        Set<Integer> changedHi = changed(hi.slice(i), batch.getLabels(0).slice(i));
        int side = SIDE / 8;
        for (int cell : changedLo) {
          assertThat(mask.getDouble(8 * (cell / side), 8 * (cell % side))).isEqualTo(1);
        }
        if (mask.sumNumber().doubleValue() == 0) {
          clean++;
          assertThat(changedLo).isEmpty();
          assertThat(changedHi).isEmpty();
        } else if (changedLo.isEmpty()) {
          onlyHi++;
          for (int cell : changedHi) {
            assertThat(mask.getDouble(4 * (cell / (2 * side)), 4 * (cell % (2 * side))))
                .isEqualTo(1);
          }
          assertThat(changedHi.size() * 16.0).isEqualTo(mask.sumNumber().doubleValue());
        } else {
          withLo++;
          assertThat(changedLo.size() * 64.0).isEqualTo(mask.sumNumber().doubleValue());
        }
      }
    }
    // Of 40: half clean at the least, an eighth on hi alone, three eighths with lo.
    assertThat(clean).isBetween(12, 32);
    assertThat(onlyHi).isPositive();
    assertThat(withLo).isGreaterThan(onlyHi);
  }

  private static Set<Integer> changed(INDArray these, INDArray those) {
    INDArray difference = these.sub(those).norm2(0);
    Set<Integer> cells = new HashSet<>();
    for (int y = 0; y < difference.size(0); y++) {
      for (int x = 0; x < difference.size(1); x++) {
        if (difference.getDouble(y, x) > 0) {
          cells.add((int) (y * difference.size(1) + x));
        }
      }
    }
    return cells;
  }

  @Test
  void detection_samePlace_isTheSameWhateverWasAskedBefore() {
    DetectionMinibatches once = new DetectionMinibatches(samples(2), model, OPTIONS);
    DetectionMinibatches again = new DetectionMinibatches(samples(2), model, OPTIONS);
    once.minibatch(0, 0);
    MultiDataSet expected = once.minibatch(3, 7);
    MultiDataSet actual = again.minibatch(3, 7);
    assertThat(equal(actual.getFeatures(), expected.getFeatures())).isTrue();
    assertThat(equal(actual.getLabels(), expected.getLabels())).isTrue();
    MultiDataSet other = again.minibatch(3, 8);
    assertThat(equal(other.getFeatures(), expected.getFeatures())).isFalse();
  }

  @Test
  void samples_inAPass_areEachImageOnce() {
    NormalSamples samples = samples(3);
    Set<String> seen = new HashSet<>();
    // Three batches of four are two passes over six images.
    for (int step = 0; step < 3; step++) {
      float[] images = samples.draw(0, step).images();
      for (int i = 0; i < 4; i++) {
        seen.add(images[3 * SIDE * SIDE * i] + " " + images[3 * SIDE * SIDE * i + 1]);
      }
      if (step == 1) {
        assertThat(seen).hasSize(6);
      }
    }
    NormalSamples held = NormalSamples.validation(NORMAL, 4, new RandomStreams(1));
    assertThat(held.count()).isEqualTo(2);
    assertThat(held.draw(0, 1).size()).isEqualTo(2);
    assertThat(held.draw(5, 1).images()).isEqualTo(held.draw(0, 1).images());
  }

  @Test
  void codebook_someImages_areTextures() {
    CodebookMinibatches batches =
        new CodebookMinibatches(samples(4), new ProceduralTextures(), OPTIONS);
    int textures = 0;
    for (int step = 0; step < 10; step++) {
      MultiDataSet batch = batches.minibatch(0, step);
      assertThat(batch.getLabels(0)).isEqualTo(batch.getFeatures(0));
      assertThat(batch.getLabels(1).shape()).containsExactly(4, 8, SIDE / 8, SIDE / 8);
      assertThat(batch.getLabels(2).shape()).containsExactly(4, 8, SIDE / 4, SIDE / 4);
      for (int i = 0; i < 4; i++) {
        // The normal images are gratings within 0.45 +- 0.2; all of their rows are alike.
        INDArray grey = batch.getFeatures(0).slice(i).slice(0);
        boolean grating = grey.getRow(3).sub(grey.getRow(40)).amaxNumber().doubleValue() < 0.1;
        textures += grating ? 0 : 1;
      }
    }
    // 20 of 40 are expected, with a standard deviation of 3.
    assertThat(textures).isBetween(9, 31);
  }

  @Test
  void smudges_markWhatTheyChange() {
    Smudges smudges = new Smudges(OPTIONS.smudges());
    ImageSize size = OPTIONS.inputSize();
    float[] image = NORMAL.images(0).images().data().asFloat();
    int clean = 0;
    for (int seed = 0; seed < 40; seed++) {
      float[] images = new float[image.length];
      float[] masks = new float[size.pixels()];
      AnomalyKind kind =
          smudges.synthesize(
              image,
              0,
              size,
              smudges.foreground(image, size),
              new SplittableRandom(seed),
              images,
              masks,
              0);
      clean += kind == AnomalyKind.CLEAN ? 1 : 0;
      for (int i = 0; i < image.length; i++) {
        boolean marked = masks[i % size.pixels()] == 1;
        assertThat(images[i]).isBetween(0f, 1f);
        if (!marked) {
          assertThat(images[i]).isEqualTo(image[i]);
        }
      }
      // At least a fifth of the way to one colour: what varied varies less.
      assertThat(spread(images, masks)).isLessThanOrEqualTo(0.8 * spread(image, masks) + 1e-6);
    }
    assertThat(clean).isBetween(9, 31);
  }

  private static double spread(float[] image, float[] mask) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 1) {
        least = Math.min(least, image[i]);
        most = Math.max(most, image[i]);
      }
    }
    return Math.max(0, most - least);
  }
}
