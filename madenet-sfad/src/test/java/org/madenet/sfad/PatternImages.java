package org.madenet.sfad;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images drawn from a seed: smooth grey with a little noise; as labelled images every second one
 * has a bright square, which its mask marks.
 */
final class PatternImages implements NormalImages, LabelledImages {

  private static final int SIDE = PatternFeatures.SIZE.height();
  private static final int DEFECT = 20;

  private final int count;
  private final long seed;
  private final boolean defects;

  PatternImages(int count, long seed) {
    this(count, seed, false);
  }

  PatternImages(int count, long seed, boolean defects) {
    this.count = count;
    this.seed = seed;
    this.defects = defects;
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public ImageSize imageSize() {
    return PatternFeatures.SIZE;
  }

  @Override
  public String id(int index) {
    return "pattern-" + index;
  }

  @Override
  public String fingerprint() {
    return "pattern " + count + " " + seed + " " + defects;
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
    INDArray images = Nd4j.zeros(indices.length, 3, SIDE, SIDE);
    INDArray masks = Nd4j.zeros(indices.length, 1, SIDE, SIDE);
    boolean[] anomalous = new boolean[indices.length];
    for (int n = 0; n < indices.length; n++) {
      anomalous[n] = anomalous(indices[n]);
      draw(indices[n], n, images, masks);
    }
    List<String> ids = Arrays.stream(indices).mapToObj(this::id).toList();
    return new LabelledBatch(new ImageBatch(ids, images), anomalous, masks);
  }

  private void draw(int index, int n, INDArray images, INDArray masks) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
    double level = 0.4 + 0.1 * random.nextDouble();
    int top = random.nextInt(SIDE - DEFECT);
    int left = random.nextInt(SIDE - DEFECT);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside =
            anomalous(index) && y >= top && y < top + DEFECT && x >= left && x < left + DEFECT;
        double value = level + 0.03 * random.nextGaussian() + (inside ? 0.3 : 0);
        for (int c = 0; c < 3; c++) {
          images.putScalar(new int[] {n, c, y, x}, (float) Math.min(1, Math.max(0, value)));
        }
        masks.putScalar(new int[] {n, 0, y, x}, inside ? 1 : 0);
      }
    }
  }
}
