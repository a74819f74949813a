package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InferenceNetworkTest {

  private static final INDArray INPUT = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);

  private static ComputationGraph graph() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU);
    Networks.scramble(graph);
    return graph;
  }

  /** Two outputs; neither is read by another vertex. */
  private static ComputationGraph twoOutputs() {
    NetworkBuilder net = new NetworkBuilder(3);
    String x = net.input("in", 3);
    ConvSpec spec = ConvSpec.builder(8, 3).stride(2).batchNorm().build();
    String narrow = net.conv("narrow", x, ConvSpec.builder(2, 1).bias().build());
    return net.build(net.conv("wide", x, spec), narrow);
  }

  @Test
  void run_folded_givesTheOutputsOfTheFoldedNetworkRowByRow() {
    ComputationGraph source = graph();
    ComputationGraph folded = BatchNormFolding.fold(source);
    float[] expected = folded.outputSingle(false, INPUT).dup('c').data().asFloat();
    try (InferenceNetwork network =
        InferenceNetwork.folded("detector", graph(), GraphWeights.of(source))) {
      INDArray before = INPUT.dup();
      for (int again = 0; again < 3; again++) {
        float[][] values = network.run(INPUT);
        assertThat(values).hasNumberOfRows(1);
        assertThat(values[0]).isEqualTo(expected);
      }
      assertThat(INPUT).isEqualTo(before);
    } finally {
      GraphMemory.free(folded);
      GraphMemory.free(source);
    }
  }

  @Test
  void run_severalOutputs_freesAllOfThemAfterReading() {
    List<INDArray> seen = new ArrayList<>();
    try (InferenceNetwork network = new InferenceNetwork("detector", twoOutputs())) {
      long channels =
          network.run(
              INPUT,
              outputs -> {
                seen.addAll(List.of(outputs));
                assertThat(seen).noneMatch(INDArray::wasClosed);
                return outputs[0].size(1) + outputs[1].size(1);
              });
      assertThat(channels).isEqualTo(10);
      assertThat(seen).hasSize(2).allMatch(INDArray::wasClosed);
    }
  }

  @Test
  void run_readingFails_freesTheOutputsAndStaysUsable() {
    List<INDArray> seen = new ArrayList<>();
    try (InferenceNetwork network = new InferenceNetwork("detector", twoOutputs())) {
      assertThatThrownBy(
              () ->
                  network.run(
                      INPUT,
                      outputs -> {
                        seen.addAll(List.of(outputs));
                        throw new UnsupportedOperationException("no");
                      }))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(seen).hasSize(2).allMatch(INDArray::wasClosed);
      assertThat(network.run(INPUT)).hasNumberOfRows(2);
    }
  }

  @Test
  void close_twice_isAllowed_andRunIsRefused() {
    InferenceNetwork network = new InferenceNetwork("classifier", twoOutputs());
    network.close();
    network.close();
    assertThatThrownBy(() -> network.run(INPUT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this classifier is closed");
  }

  @Test
  void folded_weightsOfAnotherNetwork_areRefusedAndThePlainNetworkIsFreed() {
    ComputationGraph plain = graph();
    Map<String, INDArray> none = Map.of();
    assertThatThrownBy(() -> InferenceNetwork.folded("detector", plain, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing");
    assertThat(plain.params().wasClosed()).isTrue();
  }

  @Test
  void run_severalThreads_equalsOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (InferenceNetwork network = new InferenceNetwork("detector", graph())) {
      float[] expected = network.run(INPUT)[0];
      List<Future<float[][]>> results = new ArrayList<>();
      for (int call = 0; call < 16; call++) {
        results.add(threads.submit(() -> network.run(INPUT)));
      }
      for (Future<float[][]> result : results) {
        assertThat(result.get()[0]).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void close_duringARun_waitsForItsEnd() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (InferenceNetwork network = new InferenceNetwork("detector", twoOutputs())) {
      Future<Float> first =
          threads.submit(
              () ->
                  network.run(
                      INPUT,
                      outputs -> {
                        reading.countDown();
                        await(closing);
                        return outputs[0].getFloat(0);
                      }));
      await(reading);
      Future<?> close = threads.submit(network::close);
      assertThatThrownBy(() -> close.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      closing.countDown();
      assertThat(first.get()).isFinite();
      close.get();
    } finally {
      threads.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
