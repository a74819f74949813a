package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class UpsampleTest {

  /** Sums of at most 64 float32 products. */
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @CsvSource({
    "FLOAT,BILINEAR,2",
    "FLOAT,BILINEAR,4",
    "FLOAT,BILINEAR,8",
    "FLOAT,NEAREST,2",
    "FLOAT,NEAREST,4",
    "FLOAT,NEAREST,8",
    "DOUBLE,BILINEAR,2",
    "DOUBLE,BILINEAR,4",
    "DOUBLE,BILINEAR,8",
    "DOUBLE,NEAREST,2",
    "DOUBLE,NEAREST,4",
    "DOUBLE,NEAREST,8",
  })
  void upsample_valueAndGradient_equalPyTorch(DataType type, UpsampleMode mode, int factor)
      throws IOException {
    Safetensors golden = golden();
    String name = mode.name().toLowerCase(Locale.ROOT) + factor + '/';
    Kernels kernels = Kernels.of(type);
    INDArray y = inLayout(kernels, golden.tensor(name + "y").castTo(type));
    kernels.upsample(mode, inLayout(kernels, golden.tensor(name + "x").castTo(type)), y.assign(0));
    INDArray dx = inLayout(kernels, golden.tensor(name + "dx").castTo(type)).assign(0);
    kernels.upsampleBackward(mode, inLayout(kernels, golden.tensor(name + "dy").castTo(type)), dx);

    assertThat(Networks.relativeError(y, golden.tensor(name + "y"))).isLessThan(TOLERANCE);
    assertThat(Networks.relativeError(dx, golden.tensor(name + "dx"))).isLessThan(TOLERANCE);
  }

  /** Made by tools/make_nn_fixtures.py. */
  private static Safetensors golden() throws IOException {
    String resource = "upsample.golden.safetensors";
    try (InputStream in = UpsampleTest.class.getResourceAsStream(resource)) {
      return Safetensors.open(in.readAllBytes(), resource);
    }
  }

  private static INDArray inLayout(Kernels kernels, INDArray array) {
    return kernels.layout().matches(array)
        ? array
        : array.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"BILINEAR,2", "BILINEAR,4", "NEAREST,2", "NEAREST,4"})
  void backward_double_equalsCentralDifferences(UpsampleMode mode, int factor) {
    Kernels kernels = Kernels.of(DataType.DOUBLE);
    INDArray x = Networks.normal(1, DataType.DOUBLE, 1, 2, 3, 4);
    INDArray dy = Networks.normal(2, DataType.DOUBLE, 1, 2, 3 * factor, 4 * factor);
    INDArray dx = x.ulike();
    kernels.upsampleBackward(mode, dy, dx);
    double step = 1e-4; // the function is linear: no step is too long
    for (int i = 0; i < x.length(); i++) {
      double value = x.getDouble(i);
      x.putScalar(i, value + step);
      double above = loss(kernels, mode, x, dy);
      x.putScalar(i, value - step);
      double below = loss(kernels, mode, x, dy);
      x.putScalar(i, value);
      assertThat(dx.getDouble(i)).isCloseTo((above - below) / (2 * step), within(1e-9));
    }
  }

  private static double loss(Kernels kernels, UpsampleMode mode, INDArray x, INDArray dy) {
    INDArray y = dy.ulike();
    kernels.upsample(mode, x, y);
    return Nd4j.sum(y.muli(dy)).getDouble(0);
  }

  /** In training it does not: batch normalisation takes the statistics of another map. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT,BILINEAR,2,true",
    "FLOAT,BILINEAR,8,true",
    "FLOAT,BILINEAR,4,false",
    "FLOAT,NEAREST,4,true",
    "DOUBLE,BILINEAR,8,true",
    "DOUBLE,BILINEAR,2,false",
    "DOUBLE,NEAREST,2,true",
  })
  void inference_convolution1x1BeforeUpsampling_equalsItAfterwards(
      DataType type, UpsampleMode mode, int factor, boolean batchNorm) {
    ConvSpec.Builder spec = ConvSpec.builder(5, 1).bias();
    if (batchNorm) {
      spec.batchNorm();
    }
    NetworkBuilder first = new NetworkBuilder(1).dataType(type);
    String x = first.conv("conv", first.input("in", 7), spec.build());
    ComputationGraph before = first.build(first.upsample("up", x, factor, mode));
    NetworkBuilder last = new NetworkBuilder(1).dataType(type);
    x = last.upsample("up", last.input("in", 7), factor, mode);
    ComputationGraph after = last.build(last.conv("conv", x, spec.build()));
    Networks.scramble(before);
    after.setParams(before.params());

    INDArray image = Networks.normal(1, type, 2, 7, 4, 3);
    INDArray expected = after.outputSingle(image);
    assertThat(expected.shape()).containsExactly(2, 5, 4 * factor, 3 * factor);
    assertThat(Networks.relativeError(before.outputSingle(image), expected))
        .isLessThan(type == DataType.FLOAT ? TOLERANCE : 1e-13);
  }
}
