package org.madenet.core.testing;

import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same images and labels, but nobody has marked where the anomalies are.
 *
 * @param images with masks or without
 */
public record Unmasked(LabelledImages images) implements LabelledImages {
  @Override
  public boolean anomalous(int index) {
    return images.anomalous(index);
  }

  @Override
  public LabelledBatch labelled(int... indices) {
    LabelledBatch batch = images.labelled(indices);
    return new LabelledBatch(batch.inputs(), batch.anomalous(), Nd4j.zerosLike(batch.masks()));
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImageSize imageSize() {
    return images.imageSize();
  }

  @Override
  public String id(int index) {
    return images.id(index);
  }

  @Override
  public ImageBatch images(int... indices) {
    return images.images(indices);
  }

  @Override
  public String fingerprint() {
    return images.fingerprint();
  }
}
