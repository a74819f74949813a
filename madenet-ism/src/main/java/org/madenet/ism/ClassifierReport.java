package org.madenet.ism;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.madenet.core.ImageSource;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;

/**
 * How good the pre-classifier is on images that it was not trained on.
 *
 * @param categories names, in the order of rows and columns
 * @param confusion images by true category (rows) and guess (columns)
 * @param reliability ten bins of equal width of the confidence; empty bins are left out
 * @param gated share of images whose confidence does not pass the gate, in [0,1]
 */
public record ClassifierReport(
    List<String> categories, List<List<Integer>> confusion, List<Bin> reliability, double gated) {

  private static final int BINS = 10;
  private static final int BATCH = 16;

  /**
   * One bin of the reliability diagram.
   *
   * @param images how many
   * @param confidence their mean confidence
   * @param accuracy share of right guesses
   */
  public record Bin(int images, double confidence, double accuracy) {}

  /** Copies the lists. */
  public ClassifierReport {
    categories = List.copyOf(categories);
    confusion = confusion.stream().map(List::copyOf).toList();
    reliability = List.copyOf(reliability);
  }

  /**
   * Classifies samples.
   *
   * @param classifier what is judged
   * @param samples of the classifier's categories
   * @param gate confidence that a guess must exceed
   * @return the report
   */
  static ClassifierReport of(CategoryClassifier classifier, List<Sample> samples, double gate) {
    List<CategoryGuess> guesses = new ArrayList<>();
    ImageSource source = SampleImages.labelled(samples, classifier.options().inputSize());
    for (int from = 0; from < samples.size(); from += BATCH) {
      int to = Math.min(samples.size(), from + BATCH);
      guesses.addAll(classifier.classify(source.images(IntStream.range(from, to).toArray())));
    }
    List<String> truths = samples.stream().map(Sample::category).toList();
    return of(classifier.categories(), truths, guesses, gate);
  }

  /**
   * Judges guesses.
   *
   * @param categories all that the classifier tells apart
   * @param truths the category of each image, at least one
   * @param guesses what the classifier said of each
   * @param gate confidence that a guess must exceed
   * @return the report
   * @throws IllegalArgumentException if there is no image, not one guess per image, or a category
   *     that is not in the list
   */
  public static ClassifierReport of(
      List<String> categories, List<String> truths, List<CategoryGuess> guesses, double gate) {
    if (truths.isEmpty() || truths.size() != guesses.size()) {
      throw new IllegalArgumentException(
          "one guess per image, at least one, but there are %d for %d"
              .formatted(guesses.size(), truths.size()));
    }
    int[][] confusion = new int[categories.size()][categories.size()];
    int[] images = new int[BINS];
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int gated = 0;
    for (int i = 0; i < truths.size(); i++) {
      CategoryGuess guess = guesses.get(i);
      confusion[index(categories, truths.get(i))][index(categories, guess.category())]++;
      int bin = Math.min(BINS - 1, (int) (guess.confidence() * BINS));
      images[bin]++;
      confidence[bin] += guess.confidence();
      right[bin] += guess.category().equals(truths.get(i)) ? 1 : 0;
      gated += guess.confidence() <= gate ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (images[b] > 0) {
        bins.add(new Bin(images[b], confidence[b] / images[b], (double) right[b] / images[b]));
      }
    }
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] row : confusion) {
      rows.add(IntStream.of(row).boxed().toList());
    }
    return new ClassifierReport(categories, rows, bins, (double) gated / truths.size());
  }

  private static int index(List<String> categories, String category) {
    int index = categories.indexOf(category);
    if (index < 0) {
      throw new IllegalArgumentException(
          "category '%s' is not one of the classifier's, %s".formatted(category, categories));
    }
    return index;
  }

  /**
   * How many images were classified.
   *
   * @return at least 1
   */
  public int images() {
    return confusion.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
  }

  /**
   * Share of right guesses, the gate not regarded.
   *
   * @return in [0,1]
   */
  public double accuracy() {
    int right = 0;
    for (int category = 0; category < confusion.size(); category++) {
      right += confusion.get(category).get(category);
    }
    return (double) right / images();
  }

  /**
   * Expected calibration error: how far confidence and accuracy are apart, over all bins, each
   * weighted by its images (Naeini et al., 2015).
   *
   * @return in [0,1]; 0 if the confidence is right on the average of every bin
   */
  public double expectedCalibrationError() {
    double sum = 0;
    for (Bin bin : reliability) {
      sum += bin.images() * Math.abs(bin.confidence() - bin.accuracy());
    }
    return sum / images();
  }
}
