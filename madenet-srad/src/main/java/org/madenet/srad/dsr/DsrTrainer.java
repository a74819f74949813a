package org.madenet.srad.dsr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.DetectorCost;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingRun;
import org.madenet.core.UnsupervisedTrainer;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.NetworkCost;
import org.madenet.core.train.GraphTrainable;
import org.madenet.core.train.PrefetchedMinibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.RunIdentity;
import org.madenet.core.train.StageOptions;
import org.madenet.core.train.StageProvenance;
import org.madenet.core.train.TrainingChecks;
import org.madenet.core.train.TrainingLoop;
import org.madenet.core.train.TrainingResult;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.SyntheticBatchOptions;
import org.madenet.data.synthesis.SyntheticBatches;
import org.madenet.data.synthesis.TextureSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains DSR in its three phases: the discrete latent model, unless its weights are given; what
 * learns the object, on anomalies among the codes; and the upsampling U-Net, on anomalies in
 * images. Each phase is a training with a checkpoint of its own, so that an interrupted call goes
 * on where it was. Immutable; one trainer can train any number of detectors.
 */
public final class DsrTrainer implements UnsupervisedTrainer<DsrDetector> {

  private final DsrOptions options;
  private final TextureSource textures;
  private final Optional<LatentWeights> latentWeights;

  /**
   * A trainer that trains the latent model, too, on the normal images and the textures that come
   * with the library.
   *
   * @param options what decides the result
   */
  public DsrTrainer(DsrOptions options) {
    this(options, new ProceduralTextures());
  }

  /**
   * A trainer with a latent model that was trained elsewhere, as DSR's on ImageNet.
   *
   * @param options what decides the result
   * @param latentWeights the latent model, which is not trained any more
   */
  public DsrTrainer(DsrOptions options, LatentWeights latentWeights) {
    this(options, new ProceduralTextures(), Optional.of(latentWeights));
  }

  /**
   * A trainer that trains the latent model, too.
   *
   * @param options what decides the result
   * @param textures foreign images for the latent model's training, for instance those of DTD
   */
  public DsrTrainer(DsrOptions options, TextureSource textures) {
    this(options, textures, Optional.empty());
  }

  private DsrTrainer(
      DsrOptions options, TextureSource textures, Optional<LatentWeights> latentWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.textures = Objects.requireNonNull(textures, "textures");
    this.latentWeights = latentWeights;
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public DsrOptions options() {
    return options;
  }

  /**
   * What the networks cost at the options' input size. Training: the phase whose network needs
   * most, of those that this trainer has.
   *
   * @return counted from the networks, not measured
   */
  @Override
  public DetectorCost cost() {
    InputType image = maps(options.inputSize(), 3);
    InputType joined = maps(options.inputSize(), 8);
    NetworkCost detection = cost(DsrNetwork.detection(options), image);
    NetworkCost upsampling = cost(DsrNetwork.upsampling(options), joined);
    Step most = Collections.max(steps(image, joined), Comparator.comparingLong(Step::bytes));
    return new DetectorCost(
        detection.multiplyAdds() + upsampling.multiplyAdds(),
        DsrNetwork.parameterCounts(options).values().stream().mapToLong(Long::longValue).sum(),
        detection.inferenceBytes(1) + upsampling.inferenceBytes(1),
        most.bytes(),
        most.stage().batchSize());
  }

  /** A training step of a phase. */
  private record Step(NetworkCost network, StageOptions stage) {

    long bytes() {
      return network.trainingBytes(stage.batchSize());
    }
  }

  private List<Step> steps(InputType image, InputType joined) {
    List<Step> steps = new ArrayList<>();
    if (latentWeights.isEmpty()) {
      StageOptions stage = options.codebookStage();
      steps.add(new Step(cost(DsrNetwork.latentTraining(options, stage.updater()), image), stage));
    }
    StageOptions stage = options.detectionStage();
    InputType hi = maps(options.sizeHi(), options.latent().embedding());
    InputType lo = maps(options.sizeLo(), options.latent().embedding());
    ComputationGraph detection =
        DsrNetwork.detectionTraining(options, stage.updater(), DataType.FLOAT);
    steps.add(new Step(cost(detection, hi, lo, image), stage));
    StageOptions last = options.upsamplingStage();
    steps.add(new Step(cost(DsrNetwork.upsamplingTraining(options, last.updater()), joined), last));
    return steps;
  }

  private static NetworkCost cost(ComputationGraph graph, InputType... inputs) {
    NetworkCost cost = NetworkCost.of(graph, inputs);
    GraphMemory.free(graph);
    return cost;
  }

  private static InputType maps(ImageSize size, int channels) {
    return InputType.convolutional(size.height(), size.width(), channels);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the images are not of the options' input size
   * @throws UncheckedIOException if the latent model's weights cannot be read
   */
  @Override
  public DsrDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    Phases phases = new Phases(train, validation, run);
    Map<String, INDArray> weights =
        new LinkedHashMap<>(latentWeights.map(this::load).orElseGet(phases::latent));
    phases.data.put("latent model", TensorDigest.of(weights));
    weights.putAll(phases.detection(weights));
    phases.data.put("detection networks", TensorDigest.of(weights));
    weights.putAll(phases.upsampling(weights));
    return new DsrDetector(
        options,
        StageProvenance.afterFit(DsrDetector.KIND, options.seed(), phases.data, phases.results),
        weights);
  }

  private Map<String, INDArray> load(LatentWeights given) {
    try {
      return given.load(options.latent());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** One call of {@link #fit}. */
  private final class Phases {
    private final NormalImages train;
    private final NormalImages validation;
    private final TrainingRun run;
    private final RandomStreams streams = new RandomStreams(options.seed()).forPurpose("dsr-fit");
    private final Map<String, String> data = new LinkedHashMap<>();
    private final Map<String, TrainingResult> results = new LinkedHashMap<>();

    Phases(NormalImages train, NormalImages validation, TrainingRun run) {
      this.train = train;
      this.validation = validation;
      this.run = run;
      data.put("fit training", train.fingerprint());
      data.put("fit validation", validation.fingerprint());
    }

    Map<String, INDArray> latent() {
      data.put("textures", textures.fingerprint());
      StageOptions stage = options.codebookStage();
      RandomStreams own = streams.forPurpose("codebook");
      ComputationGraph graph = DsrNetwork.latentTraining(options, stage.updater());
      try (PrefetchedMinibatches batches =
          new PrefetchedMinibatches(
              new CodebookMinibatches(training(stage, own), textures, options))) {
        CodebookMinibatches held =
            new CodebookMinibatches(validation(stage, own), textures, options);
        train("codebook", stage, new GraphTrainable(graph, batches, held));
        return DsrWeights.withoutAverages(DsrWeights.of(graph));
      } finally {
        GraphMemory.free(graph);
      }
    }

    Map<String, INDArray> detection(Map<String, INDArray> latent) {
      StageOptions stage = options.detectionStage();
      RandomStreams own = streams.forPurpose("detect");
      ComputationGraph graph =
          DsrNetwork.detectionTraining(
              options, options.detectionDrop().updater(stage), DataType.FLOAT);
      try (LatentModel model = new LatentModel(options, latent);
          PrefetchedMinibatches batches =
              new PrefetchedMinibatches(
                  new DetectionMinibatches(training(stage, own), model, options))) {
        DsrWeights.copyKnownInto(latent, graph);
        DetectionMinibatches held =
            new DetectionMinibatches(validation(stage, own), model, options);
        train("detect", stage, new GraphTrainable(graph, batches, held));
        return DsrWeights.of(graph);
      } finally {
        GraphMemory.free(graph);
      }
    }

    Map<String, INDArray> upsampling(Map<String, INDArray> others) {
      StageOptions stage = options.upsamplingStage();
      RandomStreams own = streams.forPurpose("upsample");
      Smudges smudges = new Smudges(options.smudges());
      data.put("smudges", smudges.fingerprint());
      SyntheticBatches held =
          new SyntheticBatches(
              validation,
              smudges,
              SyntheticBatchOptions.validation(
                  stage.batchSize(), own.forPurpose("validation").seed()));
      ComputationGraph graph = DsrNetwork.upsamplingTraining(options, stage.updater());
      try (Detection detection = new Detection(options, others);
          UpsamplingMinibatches heldBatches =
              new UpsamplingMinibatches(held, detection, held.count());
          UpsamplingMinibatches maker =
              new UpsamplingMinibatches(
                  new SyntheticBatches(train, smudges, smudgedTraining(stage, own)),
                  detection,
                  stage.steps(train.size()));
          PrefetchedMinibatches batches = new PrefetchedMinibatches(maker)) {
        train("upsample", stage, new GraphTrainable(graph, batches, heldBatches));
        return DsrWeights.of(graph);
      } finally {
        GraphMemory.free(graph);
      }
    }

    private SyntheticBatchOptions smudgedTraining(StageOptions stage, RandomStreams own) {
      return SyntheticBatchOptions.training(stage.batchSize(), own.forPurpose("training").seed())
          .withDropLast(true)
          .withAugmentation(options.augmentation());
    }

    private NormalSamples training(StageOptions stage, RandomStreams own) {
      return NormalSamples.training(
          train,
          options.augmentation(),
          stage.batchSize(),
          stage.steps(train.size()),
          own.forPurpose("training"));
    }

    private NormalSamples validation(StageOptions stage, RandomStreams own) {
      return NormalSamples.validation(validation, stage.batchSize(), own.forPurpose("validation"));
    }

    private void train(String phase, StageOptions stage, GraphTrainable trainable) {
      RunIdentity identity = RunIdentity.of("dsr-" + phase, options.seed(), options, data);
      results.put(phase, new TrainingLoop(identity, stage.training(), run).run(trainable));
    }
  }
}
