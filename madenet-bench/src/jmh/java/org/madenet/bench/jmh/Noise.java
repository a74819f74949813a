package org.madenet.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of uniform noise, the same for the same index.
 *
 * @param imageSize of all images
 * @param size how many there are
 */
record Noise(ImageSize imageSize, int size) implements NormalImages {

  @Override
  public String id(int index) {
    return "noise-" + index;
  }

  @Override
  public ImageBatch images(int... indices) {
    float[] values = new float[indices.length * 3 * imageSize.pixels()];
    List<String> ids = new ArrayList<>();
    int at = 0;
    for (int index : indices) {
      SplittableRandom random = new SplittableRandom(index);
      ids.add(id(index));
      for (int i = 0; i < 3 * imageSize.pixels(); i++) {
        values[at++] = (float) random.nextDouble();
      }
    }
    long[] shape = {indices.length, 3, imageSize.height(), imageSize.width()};
    return new ImageBatch(ids, Nd4j.create(values, shape, 'c'));
  }

  @Override
  public String fingerprint() {
    return "noise " + size + " of " + imageSize;
  }
}
