package org.madenet.lpd;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.DetectorCost;
import org.madenet.core.DetectorTrainer;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.InitialWeights;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.InferenceNetwork;
import org.madenet.core.nn.NetworkCost;
import org.madenet.core.train.GraphTrainable;
import org.madenet.core.train.PrefetchedMinibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.RankingValidation;
import org.madenet.core.train.RunIdentity;
import org.madenet.core.train.StageOptions;
import org.madenet.core.train.StageProvenance;
import org.madenet.core.train.TrainingChecks;
import org.madenet.core.train.TrainingLoop;
import org.madenet.core.train.TrainingResult;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.SyntheticBatchOptions;
import org.madenet.data.synthesis.SyntheticBatches;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains LPD (paper, section 3.3) in both stages. Immutable; one trainer can train any number of
 * detectors.
 */
public final class LpdTrainer implements DetectorTrainer<LpdDetector> {

  private final LpdOptions options;
  private final Optional<BackboneWeights> backboneWeights;

  /**
   * A trainer whose backbone starts as the options say.
   *
   * @param options what decides the result
   */
  public LpdTrainer(LpdOptions options) {
    this(options, options.start().weights());
  }

  /**
   * A trainer.
   *
   * @param options what decides the result
   * @param backboneWeights initial weights of the backbone, in place of what the options say
   */
  public LpdTrainer(LpdOptions options, BackboneWeights backboneWeights) {
    this(options, Optional.of(backboneWeights));
  }

  private LpdTrainer(LpdOptions options, Optional<BackboneWeights> backboneWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.backboneWeights = backboneWeights;
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public LpdOptions options() {
    return options;
  }

  /**
   * What the network costs at the options' input size.
   *
   * @return counted from the network, not measured
   */
  @Override
  public DetectorCost cost() {
    ImageSize size = options.inputSize();
    return NetworkCost.ofDetector(
        LpdNetwork.plain(options),
        LpdNetwork.training(options, options.fit().updater()),
        InputType.convolutional(size.height(), size.width(), 3),
        options.fit().batchSize());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the images are not of the options' input size, or if a
   *     single one is to give a density
   * @throws UncheckedIOException if the backbone's weights cannot be read
   */
  @Override
  public LpdDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    if (options.scoring() == LpdScoring.DENSITY) {
      GaussianDensity.requireImages(train);
    }
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("lpd-fit");
    StageOptions stage = options.fit();
    PatchDistortion distortion = new PatchDistortion(options.patches());
    SyntheticBatchOptions training =
        SyntheticBatchOptions.training(stage.batchSize(), streams.forPurpose("training").seed())
            .withDropLast(true)
            .withAugmentation(options.augmentation());
    SyntheticBatchOptions held =
        SyntheticBatchOptions.validation(
            stage.batchSize(), streams.forPurpose("validation").seed());
    SyntheticBatches heldBatches = new SyntheticBatches(validation, distortion, held);
    ComputationGraph graph = network(stage, options.backboneRates().fit());
    try (PatchMinibatches trainBatches =
            new PatchMinibatches(
                new SyntheticBatches(train, distortion, training), stage.steps(train.size()));
        PatchMinibatches validationBatches =
            new PatchMinibatches(heldBatches, heldBatches.count())) {
      Map<String, String> data = fingerprints("fit", train, validation);
      Backbone backbone = LpdNetwork.backbone(options);
      InitialWeights.load(backboneWeights, backbone, LpdNetwork.taps(backbone), graph, data);
      RunIdentity identity = RunIdentity.of("lpd-fit", options.seed(), options, data);
      TrainingResult result =
          new TrainingLoop(identity, stage.training(), run)
              .run(new GraphTrainable(graph, trainBatches, validationBatches));
      Map<String, INDArray> weights = GraphWeights.of(graph);
      return new LpdDetector(
          options,
          StageProvenance.afterFit(LpdDetector.KIND, options.seed(), data, result),
          weights,
          options.scoring() == LpdScoring.DENSITY
              ? Optional.of(density(options, weights, train))
              : Optional.empty());
    } finally {
      GraphMemory.free(graph);
    }
  }

  /**
   * A detector after stage one that is scored by density, {@link LpdScoring#DENSITY}, with the
   * weights of one that need not have been. Trains nothing.
   *
   * @param fitted a detector after stage one; stays as it is
   * @param train the normal images that it was trained with
   * @return another detector
   * @throws IllegalArgumentException if the detector has seen stage two, which density does not
   *     follow, or if the images are not of its input size
   * @throws TrainingException if the thread is interrupted
   */
  public static LpdDetector withDensity(LpdDetector fitted, NormalImages train) {
    LpdOptions options = fitted.options().toBuilder().scoring(LpdScoring.DENSITY).build();
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireStageOne("density", fitted.provenance());
    FeatureDensity density = density(options, fitted.weights(), train);
    return new LpdDetector(options, fitted.provenance(), fitted.weights(), Optional.of(density));
  }

  private ComputationGraph network(StageOptions stage, double backboneRate) {
    return LpdNetwork.training(options, stage.updater(backboneRate), stage.updater());
  }

  /** Densities of the features of all training images, as they are. */
  private static FeatureDensity density(
      LpdOptions options, Map<String, INDArray> weights, NormalImages train) {
    try (InferenceNetwork network = LpdDetector.network(options, weights, true)) {
      List<GaussianDensity> fitted =
          GaussianDensity.fit(
              train,
              options.fit().batchSize(),
              images -> {
                LpdDetector.Features features = network.run(images, LpdDetector.Features::of);
                return List.of(features.images(), features.cells());
              });
      return new FeatureDensity(fitted.get(0), fitted.get(1));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Anomalous images without a marked pixel train the image head only.
   *
   * <p>Fewer than five held-out images with defects do not end the training: see {@link
   * StageOptions#training(int)}.
   *
   * @throws IllegalArgumentException if the detector has been fine-tuned already, if it was fitted
   *     with another seed or a network of another size, if the images are not of its input size, or
   *     if a part lacks normal images or defects
   */
  @Override
  public LpdDetector fineTune(
      LpdDetector detector, LabelledImages train, LabelledImages validation, TrainingRun run) {
    TrainingChecks.requireStageOne("fine-tuning", detector.provenance());
    TrainingChecks.requireSameSeed(options.seed(), detector.provenance());
    TrainingChecks.requireSameNetwork(network(options), network(detector.options()));
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("lpd-fine-tune");
    StageOptions stage = options.fineTune();
    RankingValidation ranking = new RankingValidation(validation, stage.batchSize());
    DefectMinibatches defects = new DefectMinibatches(train, options, streams);
    ComputationGraph graph = network(stage, options.backboneRates().fineTune());
    try (PrefetchedMinibatches trainBatches = new PrefetchedMinibatches(defects)) {
      GraphWeights.copyInto(detector.weights(), graph);
      Map<String, String> data = fingerprints("fine-tune", train, validation);
      data.put("detector", TensorDigest.of(detector.weights()));
      Supplier<LpdDetector> present =
          () ->
              new LpdDetector(
                  options, detector.provenance(), GraphWeights.of(graph), Optional.empty());
      RunIdentity identity = RunIdentity.of("lpd-fine-tune", options.seed(), options, data);
      TrainingResult result =
          new TrainingLoop(identity, stage.training(ranking.defects()), run)
              .run(new GraphTrainable(graph, trainBatches, () -> ranking.lossOf(present)));
      return new LpdDetector(
          options,
          StageProvenance.afterFineTune(detector.provenance(), options.seed(), data, result),
          GraphWeights.of(graph),
          Optional.empty());
    } finally {
      GraphMemory.free(graph);
    }
  }

  /** {@inheritDoc} LPD's image head learns from labels alone. */
  @Override
  public boolean needsMasks() {
    return false;
  }

  private Map<String, String> fingerprints(
      String stage, ImageSource train, ImageSource validation) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("patches", new PatchDistortion(options.patches()).fingerprint());
    data.put(stage + " training", train.fingerprint());
    data.put(stage + " validation", validation.fingerprint());
    return data;
  }

  /** What decides the meaning of the weights. */
  private static Map<String, Object> network(LpdOptions options) {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("inputSize", options.inputSize());
    network.put("backbone", options.backbone());
    network.put("foldedBackbone", options.foldedBackbone());
    network.put("head", options.head());
    return network;
  }
}
