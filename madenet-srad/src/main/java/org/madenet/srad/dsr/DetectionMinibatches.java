package org.madenet.srad.dsr;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.srad.SradNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The second phase's minibatches: codes of normal images with anomalies on both levels or on one,
 * the general decoder's image of them; the codes and the image without, and where the anomalies
 * are.
 *
 * <p>As in the official code: an anomaly is on both levels with probability one half, on either
 * alone with a quarter each. On both, the features hi are computed over the changed codes lo, and
 * change with them around the marked cells. The label marks whole cells of the coarsest level that
 * was changed.
 */
final class DetectionMinibatches implements Minibatches {

  private static final int CELL_LO = 8;
  private static final int CELL_HI = 4;

  private final NormalSamples samples;
  private final LatentModel model;
  private final DsrOptions options;
  private final FeatureAnomalies anomaliesLo;
  private final FeatureAnomalies anomaliesHi;

  DetectionMinibatches(NormalSamples samples, LatentModel model, DsrOptions options) {
    this.samples = samples;
    this.model = model;
    this.options = options;
    this.anomaliesLo = new FeatureAnomalies(options.anomalies(), model.codebookLo());
    this.anomaliesHi = new FeatureAnomalies(options.anomalies(), model.codebookHi());
  }

  /** What is done to one sample; with a mask of zeros, nothing. */
  private record Plan(float[] mask, boolean lo, boolean hi, double strengthLo, double strengthHi) {}

  @Override
  public int count() {
    return samples.count();
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    NormalSamples.Drawn drawn = samples.draw(epoch, index);
    ImageSize size = options.inputSize();
    INDArray images = DsrMasks.images(drawn.images(), size);
    LatentModel.Levels levels = model.encode(images);
    Plan[] plans = new Plan[drawn.size()];
    INDArray codesLo = levels.codesLo().dup();
    for (int i = 0; i < plans.length; i++) {
      SplittableRandom random = drawn.randoms()[i];
      plans[i] = plan(random);
      if (plans[i].lo) {
        float[] cells = DsrMasks.cells(plans[i].mask, size, CELL_LO);
        anomaliesLo.replace(levels.lo(), codesLo, i, cells, plans[i].strengthLo, random);
      }
    }
    INDArray codesHi = anomalousHi(levels, codesLo, plans, drawn.randoms());
    float[] masks = new float[plans.length * size.pixels()];
    for (int i = 0; i < plans.length; i++) {
      float[] label = plans[i].mask;
      DsrMasks.fillCells(label, size, plans[i].lo ? CELL_LO : CELL_HI);
      System.arraycopy(label, 0, masks, i * label.length, label.length);
    }
    return new MultiDataSet(
        new INDArray[] {codesHi, codesLo, model.decode(codesLo, codesHi)},
        new INDArray[] {
          levels.codesHi(),
          levels.codesLo(),
          images,
          SradNetwork.classes(DsrMasks.masks(masks, size)).detach()
        });
  }

  private Plan plan(SplittableRandom random) {
    boolean anomalous = random.nextDouble() < options.anomalies().probability();
    float[] mask = options.anomalies().mask().draw(random, options.inputSize());
    boolean both = random.nextBoolean();
    boolean onlyLo = random.nextBoolean();
    return new Plan(
        anomalous ? mask : new float[mask.length],
        both || onlyLo,
        both || !onlyLo,
        anomaliesLo.strength(random),
        anomaliesHi.strength(random));
  }

  /** Over changed codes lo where both levels are changed, over the right ones elsewhere. */
  private INDArray anomalousHi(
      LatentModel.Levels levels, INDArray codesLo, Plan[] plans, SplittableRandom[] randoms) {
    INDArray under = levels.codesLo().dup();
    for (int i = 0; i < plans.length; i++) {
      if (plans[i].lo && plans[i].hi) {
        under.slice(i).assign(codesLo.slice(i));
      }
    }
    INDArray hi = model.mix(levels.bottom(), under);
    INDArray codesHi = LatentModel.quantize(model.codebookHi(), hi).dup();
    for (int i = 0; i < plans.length; i++) {
      if (plans[i].hi) {
        float[] cells = DsrMasks.cells(plans[i].mask, options.inputSize(), CELL_HI);
        anomaliesHi.replace(hi, codesHi, i, cells, plans[i].strengthHi, randoms[i]);
      }
    }
    return codesHi;
  }
}
