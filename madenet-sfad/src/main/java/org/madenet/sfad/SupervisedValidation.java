package org.madenet.sfad;

import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledImages;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.metric.PixelScores;
import org.madenet.sfad.CellLabels.Label;

/**
 * Judges a network on held-out labelled images by what it is for: {@code 1 - (image AUROC + cell
 * AP) / 2}, the measure of the paper's performance map (section 3.4), on the grid of cells, of
 * which the undecided ones count for neither class. The loss would not do: it can fall while single
 * hot cells in normal images ruin the ranking by the maximum (16). Where no cell is a defect, for
 * want of masks, the image AUROC alone decides.
 */
final class SupervisedValidation {

  private final CellFeatures features;
  private final CellLabels labels;
  private final LabelledImages images;
  private final ImageSize grid;
  private final ChannelScaling scaling;

  SupervisedValidation(
      FeatureCache cache, ChannelScaling scaling, CellLabels labels, LabelledImages images) {
    this.features = new CellFeatures(cache, scaling);
    this.grid = cache.grid().size();
    this.scaling = ChannelScaling.identity(cache.grid().channels());
    this.labels = labels;
    this.images = images;
  }

  /** In [0,1]; 0 is perfect. */
  double loss(SfadNetwork network) {
    SfadHead head = SfadHead.of(network, scaling);
    ImageScores imageScores = new ImageScores();
    PixelScores cellScores = new PixelScores();
    int cells = features.cells();
    int[] all = features.all();
    float[] rows = new float[cells * features.channels()];
    for (int image = 0; image < features.images(); image++) {
      features.copy(image, all, cells, rows, 0);
      AnomalyMap map = new AnomalyMap(grid, SfadHead.anomalyScores(head.apply(rows, cells)));
      imageScores.add(images.id(image), map.max(), labels.anomalous(image));
      if (!labels.anomalous(image) || labels.count(image, Label.DEFECT) > 0) {
        addDecided(image, map.values(), cellScores);
      }
    }
    double imageAuroc = imageScores.compute().auroc();
    if (labels.withDefects().length == 0) {
      return 1 - imageAuroc;
    }
    return 1 - (imageAuroc + cellScores.compute().averagePrecision()) / 2;
  }

  /** In one row: where the cells lie is no matter to the average precision. */
  private void addDecided(int image, float[] scores, PixelScores to) {
    int count = scores.length - labels.count(image, Label.UNDECIDED);
    float[] decided = new float[count];
    boolean[] mask = new boolean[count];
    int next = 0;
    for (int cell = 0; cell < scores.length; cell++) {
      if (labels.at(image, cell) != Label.UNDECIDED) {
        decided[next] = scores[cell];
        mask[next] = labels.at(image, cell) == Label.DEFECT;
        next++;
      }
    }
    to.add(images.id(image), new AnomalyMap(new ImageSize(1, count), decided), mask);
  }
}
