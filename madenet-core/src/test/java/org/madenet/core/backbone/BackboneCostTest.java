package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.NetworkCost;

class BackboneCostTest {

  /**
   * Multiply-adds as forward hooks on the convolutions of torchvision and timm count them: output
   * pixels times elements of the weight. ResNet-18 is quoted with 1.81 to 1.82 billion.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 224, 1813561344",
    "hrnet_w8, 256, 1982513152",
    "hrnet_w18, 256, 4286671872",
    "timm_hrnet_w32, 256, 10307239936",
  })
  void cost_knownNetwork_equalsReference(String name, int size, long multiplyAdds) {
    Backbone backbone = Backbones.named(name);
    List<String> taps = backbone.taps().stream().map(Tap::name).toList();
    NetworkBuilder net = new NetworkBuilder(1);
    String[] outputs =
        backbone.addTo(net, net.input("image", 3), taps).values().toArray(String[]::new);
    NetworkCost cost = NetworkCost.of(net.build(outputs), InputType.convolutional(size, size, 3));

    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(cost.parameters()).isEqualTo(backbone.parameterCount(taps));
  }
}
