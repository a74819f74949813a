package org.madenet.core.backbone;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.madenet.core.nn.UpsampleMode;

/**
 * The backbones that madenet knows, by name.
 *
 * <table>
 * <caption>Taps as name (channels, stride)</caption>
 * <tr><td>{@code efficientnet_lite0} (default)
 *     <td>blocks.0 (16, 2), blocks.1 (24, 4), blocks.2 (40, 8), blocks.3 (80, 16),
 *         blocks.4 (112, 16), blocks.5 (192, 32), blocks.6 (320, 32), head (1280, 32)
 * <tr><td>{@code efficientnet_b0}
 *     <td>the same channels and strides
 * <tr><td>{@code efficientnet_b4}
 *     <td>blocks.0 (24, 2), blocks.1 (32, 4), blocks.2 (56, 8), blocks.3 (112, 16),
 *         blocks.4 (160, 16), blocks.5 (272, 32), blocks.6 (448, 32), head (1792, 32)
 * <tr><td>{@code resnet18}, {@code resnet34}
 *     <td>stem (64, 2), layer1 (64, 4), layer2 (128, 8), layer3 (256, 16), layer4 (512, 32)
 * <tr><td>{@code resnet50}, {@code wide_resnet50_2}
 *     <td>stem (64, 2), layer1 (256, 4), layer2 (512, 8), layer3 (1024, 16), layer4 (2048, 32)
 * <tr><td>{@code hrnet_w8}, {@code hrnet_w18}, {@code hrnet_w32}, {@code hrnet_w48} with C = 8, 18,
 *         32, 48
 *     <td>stem (64, 4), layer1 (256, 4), branch0 (C, 4), branch1 (2C, 8), branch2 (4C, 16),
 *         branch3 (8C, 32), and branches after earlier stages, stage2.branch0 (C, 4) to
 *         stage3.branch2 (4C, 16)
 * </table>
 *
 * <p>{@code efficientnet_lite0}, {@code 1} and {@code 2} are TensorFlow's networks (timm's {@code
 * tf_efficientnet_lite0} and so on). The weights that timm calls {@code efficientnet_lite0} were
 * trained with other padding and normalisation: use {@code timm_efficientnet_lite0} for them. The
 * lites share names and strides of their taps; lite2 is a tenth wider. {@code efficientnet_b0} and
 * {@code efficientnet_b4} are timm's networks of these names, with PyTorch's padding, not
 * TensorFlow's ({@code tf_efficientnet_b4}); they take square images only.
 *
 * <p>The {@code hrnet}s upsample bilinearly, as the paper has it. Published weights were trained
 * with nearest-neighbour upsampling: use {@code timm_hrnet_w18} and so on for them; timm has no W8.
 * {@code hrnet_w8_small} and {@code hrnet_w16_small} have fewer blocks and 128 channels at {@code
 * layer1}; what timm calls {@code hrnet_w18_small} has a width of 16.
 */
public final class Backbones {

  /** The backbone whose weights come with the library. */
  public static final Backbone EFFICIENTNET_LITE0 =
      EfficientNets.tensorflowLite("efficientnet_lite0", 1.0, 1.0);

  private static final Map<String, Backbone> BY_NAME =
      Stream.of(
              EFFICIENTNET_LITE0,
              EfficientNets.tensorflowLite("efficientnet_lite1", 1.0, 1.1),
              EfficientNets.tensorflowLite("efficientnet_lite2", 1.1, 1.2),
              EfficientNets.timmLite("timm_efficientnet_lite0", 1.0, 1.0),
              EfficientNets.timm("efficientnet_b0", 1.0, 1.0),
              EfficientNets.timm("efficientnet_b4", 1.4, 1.8),
              ResNets.basic("resnet18", 2, 2, 2, 2),
              ResNets.basic("resnet34", 3, 4, 6, 3),
              ResNets.bottleneck("resnet50", 1, 3, 4, 6, 3),
              ResNets.bottleneck("wide_resnet50_2", 2, 3, 4, 6, 3),
              HrNet.of(8, UpsampleMode.BILINEAR),
              HrNet.of(18, UpsampleMode.BILINEAR),
              HrNet.of(32, UpsampleMode.BILINEAR),
              HrNet.of(48, UpsampleMode.BILINEAR),
              HrNet.of(HrNet.Depth.SMALL, 8, UpsampleMode.BILINEAR),
              HrNet.of(HrNet.Depth.SMALL, 16, UpsampleMode.BILINEAR),
              HrNet.of(8, UpsampleMode.NEAREST),
              HrNet.of(18, UpsampleMode.NEAREST),
              HrNet.of(32, UpsampleMode.NEAREST),
              HrNet.of(48, UpsampleMode.NEAREST),
              HrNet.of(HrNet.Depth.SMALL, 8, UpsampleMode.NEAREST),
              HrNet.of(HrNet.Depth.SMALL, 16, UpsampleMode.NEAREST))
          .collect(
              Collectors.toMap(
                  Backbone::name, backbone -> backbone, (a, b) -> a, LinkedHashMap::new));

  private Backbones() {}

  /**
   * All names.
   *
   * @return unmodifiable; the default comes first
   */
  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /**
   * All backbones.
   *
   * @return unmodifiable
   */
  public static List<Backbone> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * A backbone by name.
   *
   * @param name one of {@link #names()}
   * @return the backbone
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Backbone named(String name) {
    Backbone backbone = BY_NAME.get(name);
    if (backbone == null) {
      throw new IllegalArgumentException(
          "there is no backbone '"
              + name
              + "'; choose one of "
              + String.join(", ", BY_NAME.keySet()));
    }
    return backbone;
  }
}
