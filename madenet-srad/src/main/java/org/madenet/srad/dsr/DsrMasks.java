package org.madenet.srad.dsr;

import org.madenet.core.ImageSize;
import org.madenet.core.image.ImageArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks of images and of cells, and arrays of both. */
final class DsrMasks {

  private DsrMasks() {}

  /**
   * Which cells of a coarser grid have a marked pixel.
   *
   * @param mask {0,1}, [H,W]
   * @param size height and width, multiples of the cell
   * @param cell side of a cell in pixels
   * @return {0,1}, [H/cell,W/cell]
   */
  static float[] cells(float[] mask, ImageSize size, int cell) {
    int columns = size.width() / cell;
    float[] cells = new float[size.height() / cell * columns];
    for (int p = 0; p < mask.length; p++) {
      if (mask[p] != 0) {
        cells[p / size.width() / cell * columns + p % size.width() / cell] = 1;
      }
    }
    return cells;
  }

  /**
   * All pixels of marked cells.
   *
   * @param mask {0,1}, [H,W]; each cell becomes marked as a whole if one of its pixels is
   * @param size height and width, multiples of the cell
   * @param cell side of a cell in pixels
   */
  static void fillCells(float[] mask, ImageSize size, int cell) {
    float[] cells = cells(mask, size, cell);
    int columns = size.width() / cell;
    for (int p = 0; p < mask.length; p++) {
      mask[p] = cells[p / size.width() / cell * columns + p % size.width() / cell];
    }
  }

  /** Values [N,3,H,W], row-major, as an array. */
  static INDArray images(float[] values, ImageSize size) {
    return ImageArrays.of(values, 3, size);
  }

  /** Values [N,1,H,W], row-major, as an array. */
  static INDArray masks(float[] values, ImageSize size) {
    return ImageArrays.of(values, 1, size);
  }
}
