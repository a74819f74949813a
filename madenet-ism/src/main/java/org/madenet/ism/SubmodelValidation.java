package org.madenet.ism;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.ArithmeticUtils;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.metric.PixelScores;

/**
 * What a submodel's predictions on a category's validation part come to.
 *
 * @param performance image AUROC and pixel AP; pixel AP is 0 where no pixel is marked, for all
 *     submodels alike
 * @param scores of the normal images
 * @param pixels of the normal images' maps, or every n-th of them
 */
record SubmodelValidation(Performance performance, float[] scores, float[] pixels) {

  private static final int BATCH = 8;

  /** Pixels of normal images that the calibration of maps sorts, at most. */
  private static final int MOST_PIXELS = 1 << 22;

  /**
   * The least step with which calibration has no more pixels to sort than it may, and which does
   * not fall on the same columns in every row.
   *
   * @param normal normal images of all categories that one detector serves, so that each of them
   *     weighs the same
   * @param size of the maps
   */
  static int step(long normal, ImageSize size) {
    int step = (int) Math.max(1, (normal * size.pixels() + MOST_PIXELS - 1) / MOST_PIXELS);
    while (ArithmeticUtils.gcd(step, size.width()) > 1) {
      step++;
    }
    return step;
  }

  /**
   * Predicts all images.
   *
   * @param detector the submodel, of any input size
   * @param images both classes
   * @param step of how many pixels of a normal image one is kept; see {@link #step}
   */
  static SubmodelValidation of(AnomalyDetector detector, LabelledImages images, int step) {
    ImageScores imageScores = new ImageScores();
    PixelScores pixelScores = new PixelScores();
    int normal = (int) IntStream.range(0, images.size()).filter(i -> !images.anomalous(i)).count();
    float[] scores = new float[normal];
    int pixels = images.imageSize().pixels();
    float[] values = new float[normal * ((pixels + step - 1) / step)];
    int seen = 0;
    boolean marked = false;
    for (int from = 0; from < images.size(); from += BATCH) {
      int to = Math.min(images.size(), from + BATCH);
      LabelledBatch batch = images.labelled(IntStream.range(from, to).toArray());
      List<Prediction> predictions = ResizingDetector.predict(detector, batch.inputs());
      for (int i = 0; i < predictions.size(); i++) {
        Prediction prediction = predictions.get(i);
        boolean anomalous = batch.anomalous()[i];
        imageScores.add(prediction.id(), prediction.score(), anomalous);
        marked |= anomalous && batch.hasPixelTruth(i);
        if (batch.hasPixelTruth(i)) {
          pixelScores.add(prediction.id(), prediction.anomalyMap(), batch.mask(i));
        }
        if (!anomalous) {
          scores[seen] = (float) prediction.score();
          keep(prediction.anomalyMap().values(), step, values, seen * (values.length / normal));
          seen++;
        }
      }
    }
    return new SubmodelValidation(
        new Performance(
            imageScores.compute().auroc(),
            marked ? pixelScores.compute().averagePrecision() : 0,
            images.size() - normal),
        scores,
        values);
  }

  /**
   * The calibration to the normal images of several categories, each image weighing the same.
   *
   * @param categories of one detector, at least one, with pixels of one {@link #step}
   */
  static SubmodelCalibration calibration(List<SubmodelValidation> categories) {
    return new SubmodelCalibration(
        MonotoneCalibration.fit(joined(categories, SubmodelValidation::scores)),
        MonotoneCalibration.fit(joined(categories, SubmodelValidation::pixels)));
  }

  private static float[] joined(
      List<SubmodelValidation> categories, Function<SubmodelValidation, float[]> part) {
    float[] all = new float[categories.stream().mapToInt(c -> part.apply(c).length).sum()];
    int count = 0;
    for (SubmodelValidation category : categories) {
      float[] values = part.apply(category);
      System.arraycopy(values, 0, all, count, values.length);
      count += values.length;
    }
    return all;
  }

  private static void keep(float[] map, int step, float[] values, int at) {
    for (int p = 0; p < map.length; p += step) {
      values[at + p / step] = map[p];
    }
  }
}
