package org.madenet.core.testing;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images drawn from a seed: a soft grating in grey; as labelled images every second one has a
 * bright square, which its mask marks.
 *
 * @param imageSize height and width
 * @param size how many
 * @param seed of the drawing
 * @param defects whether every second one has a defect
 */
public record SquareImages(ImageSize imageSize, int size, long seed, boolean defects)
    implements NormalImages, LabelledImages {

  private static final int DEFECT = 14;

  /** Without defects. */
  public static SquareImages normal(int side, int count, long seed) {
    return new SquareImages(ImageSize.square(side), count, seed, false);
  }

  /** Every second one with a defect. */
  public static SquareImages labelled(int side, int count, long seed) {
    return new SquareImages(ImageSize.square(side), count, seed, true);
  }

  @Override
  public String id(int index) {
    return "square-" + index;
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public boolean anomalous(int index) {
    return defects && index % 2 == 1;
  }

  @Override
  public ImageBatch images(int... indices) {
    return labelled(indices).inputs();
  }

  @Override
  public LabelledBatch labelled(int... indices) {
    int pixels = imageSize.pixels();
    float[] images = new float[indices.length * 3 * pixels];
    float[] masks = new float[indices.length * pixels];
    boolean[] anomalous = new boolean[indices.length];
    for (int n = 0; n < indices.length; n++) {
      anomalous[n] = anomalous(indices[n]);
      draw(indices[n], n, images, masks);
    }
    List<String> ids = Arrays.stream(indices).mapToObj(this::id).toList();
    long h = imageSize.height();
    long w = imageSize.width();
    return new LabelledBatch(
        new ImageBatch(ids, Nd4j.create(images, new long[] {indices.length, 3, h, w}, 'c')),
        anomalous,
        Nd4j.create(masks, new long[] {indices.length, 1, h, w}, 'c'));
  }

  private void draw(int index, int n, float[] images, float[] masks) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
    int height = imageSize.height();
    int width = imageSize.width();
    double phase = random.nextDouble() * 2 * Math.PI;
    int top = random.nextInt(height - DEFECT);
    int left = random.nextInt(width - DEFECT);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside =
            anomalous(index) && y >= top && y < top + DEFECT && x >= left && x < left + DEFECT;
        double value = 0.45 + 0.1 * Math.sin(x * 0.4 + phase) + 0.01 * random.nextGaussian();
        int p = y * width + x;
        for (int c = 0; c < 3; c++) {
          images[(3 * n + c) * height * width + p] = (float) (inside ? value + 0.35 : value);
        }
        masks[n * height * width + p] = inside ? 1 : 0;
      }
    }
  }
}
