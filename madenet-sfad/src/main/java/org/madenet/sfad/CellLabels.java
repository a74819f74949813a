package org.madenet.sfad;

import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the ground truth says of each cell. The mask is averaged over each cell's pixels; a cell
 * covered by half or more is a defect, and if there is none, the most covered one is, so that small
 * defects count. Undecided are other cells that a mask touches, cells no further than a guard
 * distance from them, whose descriptors see the defect too, and all cells of an anomalous image
 * without a mask.
 */
final class CellLabels {

  /** The ground truth of one cell. */
  enum Label {
    NORMAL,
    DEFECT,
    UNDECIDED
  }

  private static final int BATCH = 16;

  private final Label[][] labels;
  private final boolean[] anomalous;

  private CellLabels(Label[][] labels, boolean[] anomalous) {
    this.labels = labels;
    this.anomalous = anomalous;
  }

  /**
   * Labels the cells of all images.
   *
   * @param guard distance in cells, along rows or columns, up to which cells near a mask are
   *     undecided
   */
  static CellLabels of(LabelledImages images, ImageSize grid, int guard) {
    Label[][] labels = new Label[images.size()][];
    boolean[] anomalous = new boolean[images.size()];
    for (int start = 0; start < images.size(); start += BATCH) {
      int end = Math.min(start + BATCH, images.size());
      LabelledBatch batch = images.labelled(IntStream.range(start, end).toArray());
      INDArray masks = batch.masks();
      ImageSize size = batch.inputs().imageSize();
      float[] values = masks.dup('c').data().asFloat();
      for (int i = start; i < end; i++) {
        anomalous[i] = batch.anomalous()[i - start];
        float[] coverage = coverage(values, (i - start) * size.pixels(), size, grid);
        labels[i] = decide(coverage, anomalous[i]);
        guard(labels[i], grid, guard);
      }
    }
    return new CellLabels(labels, anomalous);
  }

  /**
   * Share of each cell that a mask covers, by exact areas: the grid need not divide the image.
   *
   * @param mask holds {0,1} values from {@code offset} on
   * @return one share in [0,1] per cell
   */
  static float[] coverage(float[] mask, int offset, ImageSize size, ImageSize grid) {
    float[] coverage = new float[grid.pixels()];
    double cellHeight = (double) size.height() / grid.height();
    double cellWidth = (double) size.width() / grid.width();
    for (int row = 0; row < grid.height(); row++) {
      for (int column = 0; column < grid.width(); column++) {
        double top = row * cellHeight;
        double left = column * cellWidth;
        double sum = 0;
        for (int y = (int) top; y < Math.min(size.height(), top + cellHeight); y++) {
          double vertical = Math.min(y + 1, top + cellHeight) - Math.max(y, top);
          for (int x = (int) left; x < Math.min(size.width(), left + cellWidth); x++) {
            double horizontal = Math.min(x + 1, left + cellWidth) - Math.max(x, left);
            sum += mask[offset + y * size.width() + x] * vertical * horizontal;
          }
        }
        coverage[row * grid.width() + column] = (float) (sum / (cellHeight * cellWidth));
      }
    }
    return coverage;
  }

  /** The rule of the class comment. */
  static Label[] decide(float[] coverage, boolean anomalous) {
    float highest = 0;
    for (float share : coverage) {
      highest = Math.max(highest, share);
    }
    float threshold = Math.min(0.5f, highest);
    Label[] labels = new Label[coverage.length];
    for (int cell = 0; cell < labels.length; cell++) {
      if (anomalous && highest == 0) {
        labels[cell] = Label.UNDECIDED;
      } else if (coverage[cell] > 0 && coverage[cell] >= threshold) {
        labels[cell] = Label.DEFECT;
      } else {
        labels[cell] = coverage[cell] > 0 ? Label.UNDECIDED : Label.NORMAL;
      }
    }
    return labels;
  }

  /** Makes normal cells near others undecided. */
  static void guard(Label[] labels, ImageSize grid, int distance) {
    Label[] before = labels.clone();
    for (int cell = 0; cell < before.length; cell++) {
      if (before[cell] == Label.NORMAL) {
        continue;
      }
      int row = cell / grid.width();
      int column = cell % grid.width();
      int bottom = Math.min(grid.height() - 1, row + distance);
      int right = Math.min(grid.width() - 1, column + distance);
      for (int y = Math.max(0, row - distance); y <= bottom; y++) {
        for (int x = Math.max(0, column - distance); x <= right; x++) {
          int near = y * grid.width() + x;
          if (before[near] == Label.NORMAL) {
            labels[near] = Label.UNDECIDED;
          }
        }
      }
    }
  }

  /** Whether the image is anomalous. */
  boolean anomalous(int image) {
    return anomalous[image];
  }

  /** The label of a cell. */
  Label at(int image, int cell) {
    return labels[image][cell];
  }

  /** How many cells of an image carry a label. */
  int count(int image, Label label) {
    int count = 0;
    for (Label one : labels[image]) {
      count += one == label ? 1 : 0;
    }
    return count;
  }

  /** Images with at least one defect cell. */
  int[] withDefects() {
    return IntStream.range(0, labels.length).filter(i -> count(i, Label.DEFECT) > 0).toArray();
  }

  /** Anomalous images, with or without a defect cell. */
  int[] anomalous() {
    return IntStream.range(0, labels.length).filter(this::anomalous).toArray();
  }

  /** Normal images. */
  int[] normal() {
    return IntStream.range(0, labels.length).filter(i -> !anomalous[i]).toArray();
  }
}
