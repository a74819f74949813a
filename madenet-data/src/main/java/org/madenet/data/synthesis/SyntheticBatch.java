package org.madenet.data.synthesis;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples to train on. The arrays are detached from any workspace and belong to the caller.
 *
 * @param ids identifiers of the normal images
 * @param images with and without anomalies, float32 {@code [N,3,H,W]} in [0,1]
 * @param originals the same images without anomalies, float32 {@code [N,3,H,W]}
 * @param masks {0,1}, float32 {@code [N,1,H,W]}; 1 where an anomaly was put
 * @param kinds what each sample shows
 */
public record SyntheticBatch(
    List<String> ids,
    INDArray images,
    INDArray originals,
    INDArray masks,
    List<AnomalyKind> kinds) {

  /** Copies the lists. */
  public SyntheticBatch {
    ids = List.copyOf(ids);
    kinds = List.copyOf(kinds);
  }

  /**
   * Number of samples.
   *
   * @return N
   */
  public int size() {
    return ids.size();
  }
}
