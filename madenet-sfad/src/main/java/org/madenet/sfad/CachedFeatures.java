package org.madenet.sfad;

import org.madenet.core.ImageSource;
import org.madenet.core.ProgressListener;

/**
 * The features of both parts of a training, which share the memory: the first takes what it can.
 */
record CachedFeatures(FeatureCache training, FeatureCache validation) implements AutoCloseable {

  /** Computes both; the parameters are those of {@link FeatureCache#fill}. */
  static CachedFeatures fill(
      ImageSource training,
      ImageSource validation,
      FeatureSource source,
      int batchSize,
      long memoryBytes,
      ProgressListener listener) {
    FeatureCache first = FeatureCache.fill(training, source, batchSize, memoryBytes, listener);
    try {
      long left = memoryBytes - first.keptBytes();
      return new CachedFeatures(
          first, FeatureCache.fill(validation, source, batchSize, left, listener));
    } catch (RuntimeException | Error e) {
      first.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      training.close();
    } finally {
      validation.close();
    }
  }
}
