package org.madenet.ism;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.madenet.core.ImageBatch;
import org.madenet.core.io.TensorContainer;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trained pre-classifier (section 3.4, stage 1); made by {@link ClassifierTrainer} or {@link
 * #load}. Calls of {@link #classify} take turns.
 */
public final class CategoryClassifier implements AutoCloseable {

  private static final String CONTENT = "classifier";

  private final ClassifierOptions options;
  private final List<String> categories;
  private final Map<String, INDArray> weights;
  private final InferenceNetwork network;

  private record Header(ClassifierOptions options, List<String> categories) {}

  /** Takes ownership of the weights. */
  CategoryClassifier(
      ClassifierOptions options, List<String> categories, Map<String, INDArray> weights) {
    this.options = options;
    this.categories = List.copyOf(categories);
    this.weights = weights;
    this.network =
        InferenceNetwork.folded(
            "classifier", ClassifierNetwork.plain(options, categories.size()), weights);
  }

  /**
   * Reads a classifier.
   *
   * @param file what {@link #save} wrote
   * @return the classifier
   * @throws IOException if the file is not a readable classifier; the message says why
   */
  public static CategoryClassifier load(Path file) throws IOException {
    TensorContainer saved = TensorContainer.read(file, CONTENT);
    Header header = saved.header(Header.class);
    try {
      return new CategoryClassifier(header.options(), header.categories(), saved.tensors());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the classifier: complete, or not at all.
   *
   * @param file the target; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    TensorContainer.write(file, CONTENT, new Header(options, categories), weights);
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public ClassifierOptions options() {
    return options;
  }

  /**
   * What it tells apart.
   *
   * @return category names, in the order of its outputs
   */
  public List<String> categories() {
    return categories;
  }

  /**
   * Classifies images.
   *
   * @param batch images of the options' input size
   * @return one guess per image, in the order of the batch
   * @throws IllegalArgumentException if the images have another size
   * @throws IllegalStateException if the classifier is closed
   */
  public List<CategoryGuess> classify(ImageBatch batch) {
    batch.requireSize(options.inputSize());
    float[] logits = network.run(batch.images())[0];
    List<CategoryGuess> guesses = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      guesses.add(guess(logits, i * categories.size()));
    }
    return guesses;
  }

  private CategoryGuess guess(float[] logits, int at) {
    int best = 0;
    for (int k = 1; k < categories.size(); k++) {
      best = logits[at + k] > logits[at + best] ? k : best;
    }
    double sum = 0;
    for (int k = 0; k < categories.size(); k++) {
      sum += Math.exp(logits[at + k] - (double) logits[at + best]);
    }
    return new CategoryGuess(categories.get(best), 1 / sum);
  }

  @Override
  public void close() {
    network.close();
  }
}
