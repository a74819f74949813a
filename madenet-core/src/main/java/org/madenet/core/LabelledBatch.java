package org.madenet.core;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images with their labels and ground-truth masks.
 *
 * @param inputs the images
 * @param anomalous one label per image; {@code true} = anomalous
 * @param masks {0,1}, float32 {@code [N,1,H,W]}, same height and width as the images
 */
public record LabelledBatch(ImageBatch inputs, boolean[] anomalous, INDArray masks) {

  /** Checks that shapes and counts agree. */
  public LabelledBatch {
    Objects.requireNonNull(inputs, "inputs");
    long[] expected = {inputs.size(), 1, inputs.imageSize().height(), inputs.imageSize().width()};
    if (!Arrays.equals(masks.shape(), expected)) {
      throw new IllegalArgumentException(
          "masks must be "
              + Arrays.toString(expected)
              + ", but are "
              + Arrays.toString(masks.shape()));
    }
    if (anomalous.length != inputs.size()) {
      throw new IllegalArgumentException(
          inputs.size() + " images with " + anomalous.length + " labels");
    }
  }

  /**
   * The mask of one image.
   *
   * @param index 0 to {@code inputs.size() - 1}
   * @return row by row, true where anomalous
   */
  public boolean[] mask(int index) {
    float[] values = masks.slice(index).dup('c').data().asFloat();
    boolean[] marked = new boolean[values.length];
    for (int p = 0; p < values.length; p++) {
      marked[p] = values[p] > 0.5f;
    }
    return marked;
  }

  /**
   * Whether it is known which pixels of an image are anomalous: none of a normal one, or those that
   * the mask marks. An anomalous image with an empty mask counts at image level only; as a mask of
   * normal pixels it would be wrong.
   *
   * @param index 0 to {@code inputs.size() - 1}
   * @return {@code false} if the image is anomalous and its mask marks no pixel
   */
  public boolean hasPixelTruth(int index) {
    return !anomalous[index] || masks.slice(index).maxNumber().floatValue() > 0.5f;
  }
}
