package org.madenet.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.GraphMemory;
import org.madenet.srad.SradNetwork;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The networks of SRAD: inference with batch normalisation folded into the convolutions and
 * without, the forward pass of a training step, and a whole step. The backward pass and the update
 * are the difference of the last two. Milliseconds per call; divide by the batch for one image.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class SradBenchmark {

  /** Name of the preset; {@code paper} is far slower. */
  @Param("lite")
  public String preset;

  /** Images per call. */
  @Param({"1", "8"})
  public int batch;

  private ComputationGraph unfolded;
  private ComputationGraph folded;
  private ComputationGraph training;
  private INDArray images;
  private MultiDataSet data;

  /** Builds the networks with their initial weights, and noise as images. */
  @Setup
  public void prepare() {
    SradOptions options = SradPresets.named(preset);
    long height = options.inputSize().height();
    long width = options.inputSize().width();
    unfolded = SradNetwork.plain(options);
    folded = BatchNormFolding.fold(unfolded);
    training = SradNetwork.training(options, options.fit().updater());
    images = Nd4j.rand(DataType.FLOAT, batch, 3, height, width);
    INDArray masks = Nd4j.zeros(batch, 1, height, width);
    data =
        new MultiDataSet(
            new INDArray[] {images}, new INDArray[] {images, SradNetwork.classes(masks)});
    double scale = unfolded.output(false, images)[1].amaxNumber().doubleValue();
    double difference =
        unfolded
            .output(false, images)[1]
            .sub(folded.output(false, images)[1])
            .amaxNumber()
            .doubleValue();
    if (!(difference < 1e-4 * scale)) {
      throw new IllegalStateException("folded and unfolded differ by " + difference);
    }
  }

  /** Frees native memory. */
  @TearDown
  public void free() {
    GraphMemory.free(unfolded);
    GraphMemory.free(folded);
    GraphMemory.free(training);
  }

  /**
   * Reconstruction and segmentation as detectors make them.
   *
   * @return both outputs
   */
  @Benchmark
  public INDArray[] inferenceFolded() {
    return folded.output(false, images);
  }

  /**
   * The same through batch normalisations.
   *
   * @return both outputs
   */
  @Benchmark
  public INDArray[] inferenceUnfolded() {
    return unfolded.output(false, images);
  }

  /**
   * The forward pass of a training step with both losses, in workspaces as there; {@code
   * feedForward} would hand out every activation, and allocate it, which takes longer than a whole
   * step.
   *
   * @return the loss
   */
  @Benchmark
  public double trainingForward() {
    return training.score(data, true);
  }

  /**
   * A training step: forward, both losses, backward, Adam.
   *
   * @return the loss
   */
  @Benchmark
  public double trainingStep() {
    training.fit(data);
    return training.score();
  }
}
