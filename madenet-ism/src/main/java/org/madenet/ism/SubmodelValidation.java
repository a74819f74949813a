package org.madenet.ism;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
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
 * @param pixels of the normal images' maps, or as many of them as calibration sorts
 */
record SubmodelValidation(Performance performance, float[] scores, float[] pixels) {

  private static final int BATCH = 8;

  /** Pixels of normal images that the calibration of maps sorts, at most. */
  private static final int MOST_PIXELS = 1 << 22;

  /**
   * Predicts all images.
   *
   * @param detector the submodel, of any input size
   * @param images both classes
   */
  static SubmodelValidation of(AnomalyDetector detector, LabelledImages images) {
    ImageScores imageScores = new ImageScores();
    PixelScores pixelScores = new PixelScores();
    int normal = (int) IntStream.range(0, images.size()).filter(i -> !images.anomalous(i)).count();
    float[] scores = new float[normal];
    int pixels = images.imageSize().pixels();
    int step = (int) Math.max(1, ((long) normal * pixels + MOST_PIXELS - 1) / MOST_PIXELS);
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
   * @param categories of one detector, at least one
   */
  static SubmodelCalibration calibration(List<SubmodelValidation> categories) {
    return new SubmodelCalibration(
        MonotoneCalibration.fit(joined(categories, SubmodelValidation::scores)),
        MonotoneCalibration.fit(joined(categories, SubmodelValidation::pixels)));
  }

  private static float[] joined(
      List<SubmodelValidation> categories, Function<SubmodelValidation, float[]> part) {
    long total = categories.stream().mapToLong(c -> part.apply(c).length).sum();
    int step = (int) ((total + MOST_PIXELS - 1) / MOST_PIXELS);
    float[] all = new float[(int) (total / step) + categories.size()];
    int count = 0;
    for (SubmodelValidation category : categories) {
      float[] values = part.apply(category);
      for (int i = 0; i < values.length; i += step) {
        all[count++] = values[i];
      }
    }
    return Arrays.copyOf(all, count);
  }

  private static void keep(float[] map, int step, float[] values, int at) {
    for (int p = 0; p < map.length; p += step) {
      values[at + p / step] = map[p];
    }
  }
}
