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
    List<String> categories = classifier.categories();
    int[][] confusion = new int[categories.size()][categories.size()];
    int[] images = new int[BINS];
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int gated = 0;
    ImageSource source = SampleImages.labelled(samples, classifier.options().inputSize());
    for (int from = 0; from < samples.size(); from += BATCH) {
      int to = Math.min(samples.size(), from + BATCH);
      List<CategoryGuess> guesses =
          classifier.classify(source.images(IntStream.range(from, to).toArray()));
      for (int i = from; i < to; i++) {
        CategoryGuess guess = guesses.get(i - from);
        String truth = samples.get(i).category();
        confusion[categories.indexOf(truth)][categories.indexOf(guess.category())]++;
        int bin = Math.min(BINS - 1, (int) (guess.confidence() * BINS));
        images[bin]++;
        confidence[bin] += guess.confidence();
        right[bin] += guess.category().equals(truth) ? 1 : 0;
        gated += guess.confidence() <= gate ? 1 : 0;
      }
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
    return new ClassifierReport(categories, rows, bins, (double) gated / samples.size());
  }

  /**
   * Share of right guesses, the gate not regarded.
   *
   * @return in [0,1]
   */
  public double accuracy() {
    int all = 0;
    int right = 0;
    for (int row = 0; row < confusion.size(); row++) {
      for (int column = 0; column < confusion.size(); column++) {
        int count = confusion.get(row).get(column);
        all += count;
        right += row == column ? count : 0;
      }
    }
    return (double) right / all;
  }
}
