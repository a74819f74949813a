package org.madenet.srad;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
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
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.InitialWeights;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
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
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.SyntheticBatchOptions;
import org.madenet.data.synthesis.SyntheticBatches;
import org.madenet.data.synthesis.TextureSource;

/**
 * Trains SRAD (paper, section 3.1) in both stages. Immutable; one trainer can train any number of
 * detectors.
 */
public final class SradTrainer implements DetectorTrainer<SradDetector> {

  private final SradOptions options;
  private final TextureSource textures;
  private final Optional<BackboneWeights> encoderWeights;

  /**
   * A trainer with the textures that come with the library and an encoder that learns from scratch.
   *
   * @param options what decides the result
   */
  public SradTrainer(SradOptions options) {
    this(options, new ProceduralTextures());
  }

  /**
   * A trainer with the textures that come with the library.
   *
   * @param options what decides the result
   * @param encoderWeights initial weights of the encoder under timm's names, for instance those of
   *     {@code hrnet_w32} from ImageNet, which want {@link EncoderOptions#fusion} NEAREST
   */
  public SradTrainer(SradOptions options, BackboneWeights encoderWeights) {
    this(options, new ProceduralTextures(), encoderWeights);
  }

  /**
   * A trainer with an encoder that learns from scratch.
   *
   * @param options what decides the result
   * @param textures where foreign textures come from, for instance the images of DTD
   */
  public SradTrainer(SradOptions options, TextureSource textures) {
    this(options, textures, Optional.empty());
  }

  /**
   * A trainer.
   *
   * @param options what decides the result
   * @param textures where foreign textures come from, for instance the images of DTD
   * @param encoderWeights initial weights of the encoder, as for the other constructor
   */
  public SradTrainer(SradOptions options, TextureSource textures, BackboneWeights encoderWeights) {
    this(options, textures, Optional.of(encoderWeights));
  }

  private SradTrainer(
      SradOptions options, TextureSource textures, Optional<BackboneWeights> encoderWeights) {
    this.options = Objects.requireNonNull(options, "options");
    this.textures = Objects.requireNonNull(textures, "textures");
    this.encoderWeights = encoderWeights;
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public SradOptions options() {
    return options;
  }

  /**
   * What the networks cost at the options' input size.
   *
   * @return counted from the networks, not measured
   */
  @Override
  public DetectorCost cost() {
    ImageSize size = options.inputSize();
    return NetworkCost.ofDetector(
        SradNetwork.plain(options),
        SradNetwork.training(options, options.fit().updater()),
        InputType.convolutional(size.height(), size.width(), 3),
        options.fit().batchSize());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the images are not of the options' input size
   * @throws UncheckedIOException if the encoder's weights cannot be read
   */
  @Override
  public SradDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("srad-fit");
    StageOptions stage = options.fit();
    AnomalySynthesizer synthesizer = new AnomalySynthesizer(options.synthesis(), textures);
    SyntheticBatchOptions training =
        SyntheticBatchOptions.training(stage.batchSize(), streams.forPurpose("training").seed())
            .withDropLast(true)
            .withAugmentation(options.augmentation());
    SyntheticBatchOptions held =
        SyntheticBatchOptions.validation(
            stage.batchSize(), streams.forPurpose("validation").seed());
    SyntheticBatches heldBatches = new SyntheticBatches(validation, synthesizer, held);
    ComputationGraph graph = SradNetwork.training(options, stage.updater());
    try (SyntheticMinibatches trainBatches =
            new SyntheticMinibatches(
                new SyntheticBatches(train, synthesizer, training),
                stage.steps(train.size()),
                options.loss());
        SyntheticMinibatches validationBatches =
            new SyntheticMinibatches(heldBatches, heldBatches.count(), options.loss())) {
      Map<String, String> data = fingerprints("fit", train, validation);
      InitialWeights.load(
          encoderWeights, options.encoder().backbone(), options.encoder().taps(), graph, data);
      RunIdentity identity = RunIdentity.of("srad-fit", options.seed(), options, data);
      TrainingResult result =
          new TrainingLoop(identity, stage.training(), run)
              .run(new GraphTrainable(graph, trainBatches, validationBatches));
      return new SradDetector(
          options,
          StageProvenance.afterFit(SradDetector.KIND, options.seed(), data, result),
          GraphWeights.of(graph));
    } finally {
      GraphMemory.free(graph);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Fewer than five held-out images with defects do not end the training: see {@link
   * StageOptions#training(int)}.
   *
   * @throws IllegalArgumentException if the detector has been fine-tuned already, if it was fitted
   *     with another seed or networks of another size, if the images are not of its input size, if
   *     the training part lacks normal images or defects with a marked pixel, or the validation
   *     part one of the classes
   */
  @Override
  public SradDetector fineTune(
      SradDetector detector, LabelledImages train, LabelledImages validation, TrainingRun run) {
    TrainingChecks.requireStageOne("fine-tuning", detector.provenance());
    TrainingChecks.requireSameSeed(options.seed(), detector.provenance());
    TrainingChecks.requireSameNetwork(network(options), network(detector.options()));
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("srad-fine-tune");
    StageOptions stage = options.fineTune();
    AnomalySynthesizer synthesizer = new AnomalySynthesizer(options.synthesis(), textures);
    RankingValidation ranking = new RankingValidation(validation, stage.batchSize());
    DefectMinibatches defects = new DefectMinibatches(train, options, synthesizer, streams);
    ComputationGraph graph = SradNetwork.training(options, stage.updater());
    try (PrefetchedMinibatches trainBatches = new PrefetchedMinibatches(defects)) {
      GraphWeights.copyInto(detector.weights(), graph);
      Map<String, String> data = fingerprints("fine-tune", train, validation);
      data.put("detector", TensorDigest.of(detector.weights()));
      Supplier<SradDetector> present =
          () -> new SradDetector(options, detector.provenance(), GraphWeights.of(graph));
      RunIdentity identity = RunIdentity.of("srad-fine-tune", options.seed(), options, data);
      TrainingResult result =
          new TrainingLoop(identity, stage.training(ranking.defects()), run)
              .run(new GraphTrainable(graph, trainBatches, () -> ranking.lossOf(present)));
      return new SradDetector(
          options,
          StageProvenance.afterFineTune(detector.provenance(), options.seed(), data, result),
          GraphWeights.of(graph));
    } finally {
      GraphMemory.free(graph);
    }
  }

  private Map<String, String> fingerprints(
      String stage, ImageSource train, ImageSource validation) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("textures", textures.fingerprint());
    data.put("synthesis", new AnomalySynthesizer(options.synthesis(), textures).fingerprint());
    data.put(stage + " training", train.fingerprint());
    data.put(stage + " validation", validation.fingerprint());
    return data;
  }

  /** What decides the meaning of the weights. */
  private static Map<String, Object> network(SradOptions options) {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("inputSize", options.inputSize());
    network.put("inputScaling", options.inputScaling());
    network.put("encoder", options.encoder());
    network.put("decoder", options.decoder());
    network.put("unet", options.unet());
    return network;
  }
}
