package org.madenet.ism;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.InitialWeights;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.train.GraphTrainable;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.core.train.PassOrder;
import org.madenet.core.train.PrefetchedMinibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.RunIdentity;
import org.madenet.core.train.StageOptions;
import org.madenet.core.train.TrainingLoop;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.synthesis.NormalAugmentation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fine-tunes the pre-classifier on a dataset's categories (section 3.4, stage 1), on normal and
 * anomalous images alike; {@link MadeNetAssembler} keeps the latter from it while they must not be
 * known. Immutable.
 */
public final class ClassifierTrainer {

  private static final String TASK = "classifier";

  private final ClassifierOptions options;
  private final Optional<BackboneWeights> weights;
  private final long seed;

  /**
   * A trainer whose backbone starts as the options say.
   *
   * @param options what decides the result
   * @param seed the one seed of all randomness
   */
  public ClassifierTrainer(ClassifierOptions options, long seed) {
    this(
        options,
        options.embeddedWeights() ? Optional.of(BackboneWeights.embedded()) : Optional.empty(),
        seed);
  }

  /**
   * A trainer.
   *
   * @param options what decides the result
   * @param weights initial weights of the backbone, in place of what the options say
   * @param seed the one seed of all randomness
   */
  public ClassifierTrainer(ClassifierOptions options, BackboneWeights weights, long seed) {
    this(options, Optional.of(weights), seed);
  }

  private ClassifierTrainer(
      ClassifierOptions options, Optional<BackboneWeights> weights, long seed) {
    this.options = Objects.requireNonNull(options, "options");
    this.weights = weights;
    this.seed = seed;
  }

  /**
   * Trains.
   *
   * @param train samples of at least two categories
   * @param validation others, for early stopping, of categories in {@code train} only
   * @param run where checkpoints go and who is told of progress
   * @return the classifier of the epoch with the lowest validation loss
   * @throws IllegalArgumentException if there is one category only, or validation has others
   * @throws UncheckedIOException if images or weights cannot be read
   */
  public CategoryClassifier train(List<Sample> train, List<Sample> validation, TrainingRun run) {
    List<String> categories = train.stream().map(Sample::category).distinct().sorted().toList();
    if (categories.size() < 2) {
      throw new IllegalArgumentException(
          "a classifier needs two categories or more, but there is " + categories);
    }
    RandomStreams streams = new RandomStreams(seed).forPurpose(TASK);
    StageOptions stage = options.training();
    Batches training = new Batches(categories, train, Optional.of(streams));
    Batches held = new Batches(categories, validation, Optional.empty());
    ComputationGraph graph =
        ClassifierNetwork.training(options, classWeights(categories, train), seed, stage.updater());
    try (PrefetchedMinibatches ahead = new PrefetchedMinibatches(training)) {
      Map<String, String> data = new LinkedHashMap<>();
      data.put("training", training.source.fingerprint());
      data.put("validation", held.source.fingerprint());
      Backbone backbone = ClassifierNetwork.backbone(options);
      InitialWeights.load(weights, backbone, ClassifierNetwork.taps(backbone), graph, data);
      RunIdentity identity = RunIdentity.of(TASK, seed, options, data);
      new TrainingLoop(identity, stage.training(), run).run(new GraphTrainable(graph, ahead, held));
      return new CategoryClassifier(options, categories, GraphWeights.of(graph));
    } finally {
      GraphMemory.free(graph);
    }
  }

  /** In inverse proportion to the categories' counts, one on the average of all images. */
  private double[] classWeights(List<String> categories, List<Sample> train) {
    double[] all = new double[categories.size()];
    Arrays.fill(all, 1);
    if (options.classWeights()) {
      double[] counts = new double[all.length];
      train.forEach(s -> counts[categories.indexOf(s.category())]++);
      for (int k = 0; k < all.length; k++) {
        all[k] = train.size() / (all.length * counts[k]);
      }
    }
    return all;
  }

  /** Images and one-hot categories; in order, or shuffled and augmented. */
  private final class Batches implements Minibatches {

    private final ImageSource source;
    private final int[] labels;
    private final int categories;
    private final Optional<RandomStreams> streams;
    private final Optional<PassOrder> order;
    private final int steps;

    Batches(List<String> categories, List<Sample> samples, Optional<RandomStreams> streams) {
      this.source = SampleImages.labelled(samples, options.inputSize());
      this.labels = samples.stream().mapToInt(s -> categories.indexOf(s.category())).toArray();
      this.categories = categories.size();
      this.streams = streams;
      int batch = options.training().batchSize();
      this.order =
          streams.map(random -> new PassOrder(labels.length, batch, random.forPurpose("order")));
      this.steps =
          streams.isPresent()
              ? options.training().steps(labels.length)
              : (labels.length + batch - 1) / batch;
      if (IntStream.of(labels).anyMatch(label -> label < 0)) {
        throw new IllegalArgumentException("validation has categories that training lacks");
      }
    }

    @Override
    public int count() {
      return steps;
    }

    @Override
    public MultiDataSet minibatch(int epoch, int index) {
      int[] indices = indices((long) epoch * steps + index, index);
      INDArray images = source.images(indices).images();
      if (streams.isPresent()) {
        images = augmented(images, streams.get().forPurpose("augmentation"), epoch, index);
      }
      INDArray oneHot = Nd4j.zeros(indices.length, categories, 1, 1);
      for (int i = 0; i < indices.length; i++) {
        oneHot.putScalar(new int[] {i, labels[indices[i]], 0, 0}, 1);
      }
      return new MultiDataSet(images, oneHot.detach());
    }

    private int[] indices(long number, int index) {
      if (order.isPresent()) {
        return order.get().at(number);
      }
      int batch = options.training().batchSize();
      int from = index * batch;
      return IntStream.range(from, Math.min(labels.length, from + batch)).toArray();
    }

    private INDArray augmented(INDArray images, RandomStreams random, int epoch, int index) {
      NormalAugmentation augmentation = options.augmentation();
      ImageSize size = options.inputSize();
      float[] values = images.dup('c').data().asFloat();
      float[] masks = new float[size.pixels()];
      for (int i = 0; i < images.size(0); i++) {
        SplittableRandom own = random.at(epoch, index, i);
        augmentation.apply(own, size, values, 3 * i * size.pixels(), masks, 0);
      }
      return Nd4j.create(values, images.shape(), 'c').detach();
    }
  }
}
