package org.madenet.srad;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.madenet.core.Checks;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.HrNet;
import org.madenet.core.nn.UpsampleMode;

/**
 * The encoder, an HRNet.
 *
 * @param depth how many blocks it has; the paper's is full
 * @param width channels C of the branch of highest resolution; the others have 2C, 4C and 8C. The
 *     paper's is 32
 * @param fusion how maps of lower resolution grow in the fusions: bilinear by the paper, nearest
 *     neighbour for weights from ImageNet, which were trained with it
 */
public record EncoderOptions(HrNet.Depth depth, int width, UpsampleMode fusion) {

  /** Branches of an HRNet, at strides 4, 8, 16 and 32. */
  static final int BRANCHES = 4;

  private static final List<String> TAPS =
      IntStream.range(0, BRANCHES).mapToObj(b -> "branch" + b).toList();

  /** Checks every value. */
  public EncoderOptions {
    Objects.requireNonNull(depth, "depth");
    Checks.positive("width", width);
    Objects.requireNonNull(fusion, "fusion");
  }

  /**
   * Channels of all branches together: of F-hat, the encoding.
   *
   * @return C + 2C + 4C + 8C
   */
  public int channels() {
    return width * ((1 << BRANCHES) - 1);
  }

  /**
   * The encoder's plan.
   *
   * @return an HRNet
   */
  public Backbone backbone() {
    return HrNet.of(depth, width, fusion);
  }

  /**
   * The encoder's taps that SRAD reads.
   *
   * @return the outputs of the four branches
   */
  public List<String> taps() {
    return TAPS;
  }
}
