package org.madenet.bench.evaluation;

import java.util.List;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Reconstructing;
import org.madenet.data.BatchIterator;
import org.madenet.data.BatchOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;

/**
 * How often a reconstruction copies a defect, the "shortcut" of the paper's section 2.1. A defect
 * counts as copied if image and reconstruction differ no more inside its mask than outside: mean
 * squared difference over pixels and channels.
 *
 * @param copied how many are copied
 * @param defects anomalous images with a marked and an unmarked pixel
 */
public record CopiedDefects(int copied, int defects) {

  /**
   * Counts.
   *
   * @param samples any; those without a mask are left out
   * @param size the detector's input size
   * @param detector makes the reconstructions
   * @param batchSize images at a time
   * @return the counts
   */
  public static CopiedDefects of(
      List<Sample> samples, ImageSize size, Reconstructing detector, int batchSize) {
    List<Sample> masked =
        samples.stream().filter(s -> s.anomalous() && s.mask().isPresent()).toList();
    CopiedDefects sum = new CopiedDefects(0, 0);
    if (masked.isEmpty()) {
      return sum;
    }
    LabelledImages images = SampleImages.labelled(masked, size);
    try (BatchIterator<LabelledBatch> batches =
        BatchIterator.labelled(images, BatchOptions.inOrder(batchSize), 0)) {
      while (batches.hasNext()) {
        LabelledBatch batch = batches.next();
        sum = sum.plus(of(batch, detector.reconstruct(batch.inputs())));
      }
    }
    return sum;
  }

  /**
   * The sum of two counts.
   *
   * @param other of other samples
   * @return of both
   */
  public CopiedDefects plus(CopiedDefects other) {
    return new CopiedDefects(copied + other.copied, defects + other.defects);
  }

  static CopiedDefects of(LabelledBatch batch, ImageBatch reconstructions) {
    float[] seen = batch.inputs().images().dup('c').data().asFloat();
    float[] made = reconstructions.images().dup('c').data().asFloat();
    float[] masks = batch.masks().dup('c').data().asFloat();
    int pixels = masks.length / batch.inputs().size();
    int copied = 0;
    int defects = 0;
    for (int n = 0; n < batch.inputs().size(); n++) {
      double inside = 0;
      double outside = 0;
      int marked = 0;
      for (int p = 0; p < pixels; p++) {
        double error = 0;
        for (int c = 0; c < 3; c++) {
          int at = (3 * n + c) * pixels + p;
          error += ((double) seen[at] - made[at]) * ((double) seen[at] - made[at]);
        }
        if (masks[n * pixels + p] > 0.5f) {
          inside += error;
          marked++;
        } else {
          outside += error;
        }
      }
      if (marked > 0 && marked < pixels) {
        defects++;
        copied += inside / marked <= outside / (pixels - marked) ? 1 : 0;
      }
    }
    return new CopiedDefects(copied, defects);
  }

  @Override
  public String toString() {
    return copied + " of " + defects + " (they differ no more inside the mask than outside)";
  }
}
