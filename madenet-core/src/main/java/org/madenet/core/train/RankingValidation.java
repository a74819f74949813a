package org.madenet.core.train;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.metric.PixelScores;

/**
 * Judges a detector on held-out labelled images by what it is for: {@code 1 - (image AUROC + pixel
 * AP) / 2}, the measure of the paper's performance map (section 3.4). A loss would not do: it can
 * fall while single hot pixels in normal images ruin the ranking.
 *
 * <p>Anomalous images without a marked pixel count for the image AUROC only. Where there is not one
 * marked pixel, the image AUROC alone decides.
 */
public final class RankingValidation {

  private final LabelledImages images;
  private final int batchSize;
  private final int defects;
  private final boolean masked;

  /**
   * A validation.
   *
   * @param images held out
   * @param batchSize images that are loaded and predicted at once
   * @throws IllegalArgumentException if there are no normal or no anomalous images
   */
  public RankingValidation(LabelledImages images, int batchSize) {
    this.images = images;
    this.batchSize = batchSize;
    this.defects = (int) IntStream.range(0, images.size()).filter(images::anomalous).count();
    if (defects == 0 || defects == images.size()) {
      throw new IllegalArgumentException(
          "validation needs normal and anomalous images; there are %d and %d"
              .formatted(images.size() - defects, defects));
    }
    this.masked =
        IntStream.range(0, images.size())
            .filter(images::anomalous)
            .anyMatch(i -> images.labelled(i).hasPixelTruth(0));
  }

  /**
   * How many images with defects judge, of which {@link StageOptions#training(int)} asks for some.
   *
   * @return at least 1
   */
  public int defects() {
    return defects;
  }

  /**
   * Judges a detector that lives no longer than that: the present weights of a training, say.
   *
   * @param maker makes a detector of the images' size; it is closed afterwards
   * @return in [0,1]; 0 is perfect
   */
  public double lossOf(Supplier<? extends AnomalyDetector> maker) {
    try (AnomalyDetector detector = maker.get()) {
      return loss(detector);
    }
  }

  /**
   * Predicts all images.
   *
   * @param detector of the images' size
   * @return in [0,1]; 0 is perfect
   */
  public double loss(AnomalyDetector detector) {
    ImageScores imageScores = new ImageScores();
    PixelScores pixelScores = new PixelScores();
    for (int from = 0; from < images.size(); from += batchSize) {
      int to = Math.min(images.size(), from + batchSize);
      LabelledBatch batch = images.labelled(IntStream.range(from, to).toArray());
      List<Prediction> predictions = detector.predict(batch.inputs());
      for (int i = 0; i < predictions.size(); i++) {
        Prediction prediction = predictions.get(i);
        imageScores.add(prediction.id(), prediction.score(), batch.anomalous()[i]);
        if (masked && batch.hasPixelTruth(i)) {
          pixelScores.add(prediction.id(), prediction.anomalyMap(), batch.mask(i));
        }
      }
    }
    double auroc = imageScores.compute().auroc();
    return masked ? 1 - (auroc + pixelScores.compute().averagePrecision()) / 2 : 1 - auroc;
  }
}
