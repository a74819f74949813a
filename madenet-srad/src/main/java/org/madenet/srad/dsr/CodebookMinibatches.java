package org.madenet.srad.dsr;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.data.synthesis.TextureSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The first phase's minibatches: normal images, some of them replaced by foreign textures. */
final class CodebookMinibatches implements Minibatches {

  private final NormalSamples samples;
  private final TextureSource textures;
  private final DsrOptions options;

  CodebookMinibatches(NormalSamples samples, TextureSource textures, DsrOptions options) {
    this.samples = samples;
    this.textures = textures;
    this.options = options;
  }

  @Override
  public int count() {
    return samples.count();
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    NormalSamples.Drawn drawn = samples.draw(epoch, index);
    ImageSize size = options.inputSize();
    int values = 3 * size.pixels();
    float[] texture = new float[values];
    for (int i = 0; i < drawn.size(); i++) {
      SplittableRandom random = drawn.randoms()[i];
      if (random.nextDouble() < options.codebook().textureShare()) {
        textures.draw(random, size, texture);
        System.arraycopy(texture, 0, drawn.images(), i * values, values);
      }
    }
    INDArray images = DsrMasks.images(drawn.images(), size);
    return new MultiDataSet(
        new INDArray[] {images},
        new INDArray[] {
          images, zeros(drawn.size(), options.sizeLo()), zeros(drawn.size(), options.sizeHi())
        });
  }

  private INDArray zeros(int images, ImageSize size) {
    return Nd4j.zeros(
            DataType.FLOAT, images, options.latent().embedding(), size.height(), size.width())
        .detach();
  }
}
