package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.ImageBatch;
import org.madenet.core.ProgressListener;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ClassifierTest {

  private static final ClassifierOptions OPTIONS = MadeNetPresets.SMOKE.classifier();

  @Test
  void train_twoKindsOfParts_tellsThemApartAndResumesToTheSame(@TempDir Path folder)
      throws IOException {
    List<Sample> train = Boards.write(folder.resolve("a"), List.of("round", "square"), 6, 2);
    List<Sample> other = Boards.write(folder.resolve("b"), List.of("round", "square"), 3, 1);
    ClassifierTrainer trainer = new ClassifierTrainer(OPTIONS, 0);
    TrainingRun stopping =
        new TrainingRun(
            Optional.of(folder),
            progress -> {
              if (progress.done() == 12) {
                Thread.currentThread().interrupt();
              }
            });
    assertThatThrownBy(() -> trainer.train(train, other, stopping))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    TrainingRun rest = new TrainingRun(Optional.of(folder), ProgressListener.NONE);
    ImageBatch images =
        SampleImages.labelled(other, OPTIONS.inputSize())
            .images(IntStream.range(0, other.size()).toArray());
    Path file = folder.resolve("classifier.madenet");
    try (CategoryClassifier resumed = trainer.train(train, other, rest);
        CategoryClassifier straight = trainer.train(train, other, TrainingRun.quiet())) {
      assertThat(resumed.classify(images)).isEqualTo(straight.classify(images));
      ClassifierReport report = ClassifierReport.of(straight, other, 0.85);
      assertThat(report.accuracy()).isEqualTo(1);
      assertThat(report.confusion()).containsExactly(List.of(4, 0), List.of(0, 4));
      assertThat(report.reliability().stream().mapToInt(ClassifierReport.Bin::images).sum())
          .isEqualTo(8);
      straight.save(file);
      try (CategoryClassifier loaded = CategoryClassifier.load(file)) {
        assertThat(loaded.categories()).containsExactly("round", "square");
        assertThat(loaded.classify(images)).isEqualTo(straight.classify(images));
        assertRefusesOnceClosed(loaded, images);
      }
    }
  }

  private static void assertRefusesOnceClosed(CategoryClassifier classifier, ImageBatch images) {
    classifier.close();
    classifier.close();
    assertThatThrownBy(() -> classifier.classify(images))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this classifier is closed");
  }

  @Test
  void loss_isTheWeightedCrossEntropy() {
    ClassifierOptions plain = OPTIONS.toBuilder().dropout(0).build();
    double[] weights = {0.5, 3, 1};
    ComputationGraph graph = ClassifierNetwork.training(plain, weights, 1, new Adam());
    INDArray images = Nd4j.rand(org.nd4j.linalg.api.buffer.DataType.FLOAT, 2, 3, 64, 64);
    INDArray labels = Nd4j.zeros(2, 3, 1, 1);
    labels.putScalar(new int[] {0, 1, 0, 0}, 1);
    labels.putScalar(new int[] {1, 2, 0, 0}, 1);
    double score = graph.score(new MultiDataSet(images, labels), false);
    INDArray probabilities = graph.outputSingle(false, images);
    double expected =
        -(3 * Math.log(probabilities.getDouble(0, 1, 0, 0))
                + Math.log(probabilities.getDouble(1, 2, 0, 0)))
            / 2;
    assertThat(probabilities.sum(1).getDouble(0)).isCloseTo(1, within(1e-5));
    // Float32 through a softmax and a logarithm.
    assertThat(score).isCloseTo(expected, within(1e-5 * expected));
    graph.close();
  }

  @Test
  void train_oneCategory_isRefused(@TempDir Path folder) throws IOException {
    List<Sample> one = Boards.write(folder, List.of("round"), 2, 0);
    assertThatThrownBy(() -> new ClassifierTrainer(OPTIONS, 0).train(one, one, TrainingRun.quiet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two categories");
  }
}
