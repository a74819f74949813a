package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.io.Safetensors;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Against PyTorch's float32 results, which {@code tools/make_nn_fixtures.py} wrote. */
class ConvTransposeGoldenTest {

  /** Sums of some 100 float32 products; a wrong index or factor is an error near one. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void layer_kernel4Stride2WithNormalisation_equalsPyTorch(DataType type) throws IOException {
    ConvSpec spec =
        ConvSpec.builder(4, 4)
            .transposed()
            .stride(2)
            .padding(1)
            .batchNorm()
            .activation(ConvActivation.RELU)
            .build();
    Golden golden = new Golden("double", type);
    Layer layer = golden.layer(3, spec, "W", "gamma", "beta", "mean", "var");
    assertThat(layer.getParam("W").shape()).containsExactly(3, 4, 4, 4);

    golden.check(layer, "W", "gamma", "beta");
    layer.params().subi(layer.getGradientsViewArray());
    golden.assertClose("newMean", layer.getParam("mean"));
    golden.assertClose("newVar", layer.getParam("var"));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void layer_kernel3Stride2WithBias_equalsPyTorch(DataType type) throws IOException {
    ConvSpec spec = ConvSpec.builder(2, 3).transposed().stride(2).bias().build();
    Golden golden = new Golden("odd", type);
    golden.check(golden.layer(4, spec, "W", "b"), "W", "b");
  }

  private record Golden(Safetensors file, String name, DataType type) {

    Golden(String name, DataType type) throws IOException {
      this(open(), name, type);
    }

    private static Safetensors open() throws IOException {
      String resource = "conv-transpose.golden.safetensors";
      try (InputStream in = ConvTransposeGoldenTest.class.getResourceAsStream(resource)) {
        return Safetensors.open(in.readAllBytes(), resource);
      }
    }

    INDArray get(String key) throws IOException {
      return file.tensor(name + '/' + key).castTo(type);
    }

    Layer layer(int in, ConvSpec spec, String... parameters) throws IOException {
      NetworkBuilder net = new NetworkBuilder(1).dataType(type);
      ComputationGraph graph = net.build(net.conv("up", net.input("in", in), spec));
      graph.initGradientsView();
      Layer layer = graph.getLayer("up");
      assertThat(layer.paramTable().keySet()).containsExactlyElementsOf(List.of(parameters));
      for (String parameter : parameters) {
        INDArray target = layer.getParam(parameter);
        target.assign(get(parameter).reshape(target.shape()));
      }
      return layer;
    }

    /** Both outputs, and the gradients of the input and of the parameters. */
    void check(Layer layer, String... parameters) throws IOException {
      LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
      layer.setInput(get("x"), workspaces);
      assertClose("evaluation", layer.activate(false, workspaces));
      layer.setInput(get("x"), workspaces);
      assertClose("training", layer.activate(true, workspaces));
      Pair<Gradient, INDArray> back = layer.backpropGradient(get("dy"), workspaces);
      assertClose("dx", back.getSecond());
      for (String parameter : parameters) {
        assertClose("d" + parameter, back.getFirst().getGradientFor(parameter));
      }
    }

    void assertClose(String key, INDArray actual) throws IOException {
      INDArray expected = get(key);
      INDArray shaped = actual.rank() == 2 ? actual.reshape(actual.length()) : actual;
      assertThat(shaped.shape()).as(key).isEqualTo(expected.shape());
      assertThat(Networks.relativeError(shaped, expected)).as(key).isLessThan(TOLERANCE);
    }
  }
}
