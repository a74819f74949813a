package org.madenet.srad.dsr;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.nn.Codebook;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Makes anomalies of one level by putting other codes instead of the right ones (DSR, section 3.2):
 * for each marked feature one of the nearest codes, of which the very nearest are skipped.
 */
final class FeatureAnomalies {

  private final FeatureAnomalyOptions options;
  private final Codebook codebook;

  FeatureAnomalies(FeatureAnomalyOptions options, Codebook codebook) {
    this.options = options;
    this.codebook = codebook;
  }

  /** A strength for one sample. */
  double strength(SplittableRandom random) {
    double span = options.maxStrength() - options.minStrength();
    return options.minStrength() + random.nextDouble() * span;
  }

  /**
   * Puts codes instead of marked ones.
   *
   * @param features of the level before quantisation, [N,D,h,w]
   * @param codes after it, of the same shape; changed where marked
   * @param image index in the batch
   * @param cells {0,1}, [h,w]
   * @param strength of the anomaly
   * @param random decides which codes
   */
  void replace(
      INDArray features,
      INDArray codes,
      int image,
      float[] cells,
      double strength,
      SplittableRandom random) {
    int[] marked = marked(cells);
    if (marked.length == 0) {
      return;
    }
    int width = (int) features.size(3);
    INDArray vectors = Nd4j.create(features.dataType(), marked.length, codebook.width());
    for (int i = 0; i < marked.length; i++) {
      vectors.putRow(i, pixel(features, image, marked[i], width));
    }
    int first = options.firstRank(codebook.size());
    int end = options.endRank(codebook.size(), strength);
    int[] chosen = new int[marked.length];
    codebook.distances(
        vectors, (i, distances) -> chosen[i] = Ranks.index(distances, random.nextInt(first, end)));
    INDArray replacements = Nd4j.pullRows(codebook.codes(), 1, chosen);
    for (int i = 0; i < marked.length; i++) {
      pixel(codes, image, marked[i], width).assign(replacements.getRow(i));
    }
  }

  private static int[] marked(float[] cells) {
    return IntStream.range(0, cells.length).filter(cell -> cells[cell] != 0).toArray();
  }

  private static INDArray pixel(INDArray maps, int image, int cell, int width) {
    return maps.get(
        NDArrayIndex.point(image),
        NDArrayIndex.all(),
        NDArrayIndex.point(cell / width),
        NDArrayIndex.point(cell % width));
  }
}
