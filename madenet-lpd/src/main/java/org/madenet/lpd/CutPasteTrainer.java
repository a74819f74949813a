package org.madenet.lpd;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.DetectorCost;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingRun;
import org.madenet.core.UnsupervisedTrainer;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.InitialWeights;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.NetworkCost;
import org.madenet.core.train.GraphTrainable;
import org.madenet.core.train.PrefetchedMinibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.RunIdentity;
import org.madenet.core.train.StageProvenance;
import org.madenet.core.train.TrainingChecks;
import org.madenet.core.train.TrainingLoop;
import org.madenet.core.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains CutPaste (Li and others, CVPR 2021), a baseline in the paper's Table 4: a network learns
 * to tell normal images from images with a piece of themselves pasted elsewhere, then a Gaussian is
 * fitted to its embeddings of normal images. There is no stage two. Immutable; one trainer can
 * train any number of detectors.
 */
public final class CutPasteTrainer implements UnsupervisedTrainer<CutPasteDetector> {

  private static final String TASK = "cutpaste-fit";

  private final CutPasteOptions options;
  private final Optional<BackboneWeights> backboneWeights;

  /**
   * A trainer whose backbone starts as the options say.
   *
   * @param options what decides the result
   */
  public CutPasteTrainer(CutPasteOptions options) {
    this(options, options.start().weights());
  }

  /**
   * A trainer.
   *
   * @param options what decides the result
   * @param backboneWeights initial weights of the backbone, in place of what the options say
   */
  public CutPasteTrainer(CutPasteOptions options, BackboneWeights backboneWeights) {
    this(options, Optional.of(backboneWeights));
  }

  private CutPasteTrainer(CutPasteOptions options, Optional<BackboneWeights> backboneWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.backboneWeights = backboneWeights;
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public CutPasteOptions options() {
    return options;
  }

  /**
   * What the network costs at the options' input size. At the level of patches an image costs as
   * much as all of its patches, and the memory is that of one.
   *
   * @return counted from the network, not measured
   */
  @Override
  public DetectorCost cost() {
    long side = options.viewSize().height();
    DetectorCost view =
        NetworkCost.ofDetector(
            CutPasteNetwork.plain(options),
            CutPasteNetwork.training(options),
            InputType.convolutional(side, side, 3),
            options.training().images() * options.variant().classes());
    long views =
        options.level() == CutPasteLevel.IMAGES
            ? 1
            : options.patches().cells(options.inputSize()).pixels();
    return new DetectorCost(
        views * view.multiplyAdds(),
        view.parameters(),
        view.inferenceBytes(),
        view.trainingBytes(),
        view.trainingBatch());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The validation images are looked at for the record and decide nothing.
   *
   * @throws IllegalArgumentException if the images are not of the options' input size, or if a
   *     single one is to give a density
   * @throws UncheckedIOException if the backbone's weights cannot be read
   */
  @Override
  public CutPasteDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    if (options.level() == CutPasteLevel.IMAGES) {
      GaussianDensity.requireImages(train);
    }
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose(TASK);
    CutPasteMinibatches training =
        CutPasteMinibatches.training(train, options, streams.forPurpose("training"));
    CutPasteMinibatches held =
        CutPasteMinibatches.validation(validation, options, streams.forPurpose("validation"));
    ComputationGraph graph = CutPasteNetwork.training(options);
    try (PrefetchedMinibatches ahead = new PrefetchedMinibatches(training)) {
      Map<String, String> data = new LinkedHashMap<>();
      data.put("pasted", training.fingerprint());
      data.put("fit training", train.fingerprint());
      data.put("fit validation", validation.fingerprint());
      Backbone backbone = CutPasteNetwork.backbone(options);
      InitialWeights.load(backboneWeights, backbone, CutPasteNetwork.taps(backbone), graph, data);
      RunIdentity identity = RunIdentity.of(TASK, options.seed(), options, data);
      TrainingResult result =
          new TrainingLoop(identity, options.training().training(), run)
              .run(new GraphTrainable(graph, ahead, held));
      return detector(GraphWeights.of(graph), train, data, result);
    } finally {
      GraphMemory.free(graph);
    }
  }

  private CutPasteDetector detector(
      Map<String, INDArray> weights,
      NormalImages train,
      Map<String, String> data,
      TrainingResult result) {
    CutPasteFeatures features = new CutPasteFeatures(options, weights);
    try {
      CutPasteDensity density = CutPasteDensity.fit(features, train);
      return new CutPasteDetector(
          options,
          StageProvenance.afterFit(CutPasteDetector.KIND, options.seed(), data, result),
          weights,
          density,
          features);
    } catch (RuntimeException | Error e) {
      features.close();
      throw e;
    }
  }
}
