package org.madenet.sfad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.madenet.core.DetectorCost;
import org.madenet.core.DetectorTrainer;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.RunIdentity;
import org.madenet.core.train.StageProvenance;
import org.madenet.core.train.Trainable;
import org.madenet.core.train.TrainingChecks;
import org.madenet.core.train.TrainingLoop;
import org.madenet.core.train.TrainingOptions;
import org.madenet.core.train.TrainingResult;

/**
 * Trains SFAD (paper, section 3.2) in both stages. The backbone is frozen, so the features of all
 * images are computed once, before the first epoch. Immutable; one trainer can train any number of
 * detectors.
 */
public final class SfadTrainer implements DetectorTrainer<SfadDetector> {

  /** Fewest held-out normal images whose loss may say when stage one ends. */
  static final int LEAST_HELD_OUT = 10;

  private static final int EXTRACTION_BATCH = 8;

  private final SfadOptions options;
  private final List<BackboneWeights> weights;

  /**
   * A trainer on the backbone weights that come with the library.
   *
   * @param options what decides the result
   * @throws IllegalArgumentException if it does not come with weights of the options' backbone, as
   *     for preset paper
   */
  public SfadTrainer(SfadOptions options) {
    this(options, embedded(options));
  }

  /**
   * A trainer.
   *
   * @param options what decides the result
   * @param weights weights of the backbone that the options name
   */
  public SfadTrainer(SfadOptions options, BackboneWeights weights) {
    this(options, List.of(weights));
  }

  /**
   * A trainer that fuses the features of several backbones.
   *
   * @param options what decides the result
   * @param weights weights of the backbone of {@link SfadOptions#features()}, then those of each in
   *     {@link SfadOptions#fused()}
   * @throws IllegalArgumentException if there are more or fewer weights than backbones
   */
  public SfadTrainer(SfadOptions options, List<BackboneWeights> weights) {
    this.options = Objects.requireNonNull(options, "options");
    this.weights = List.copyOf(weights);
    if (weights.size() != 1 + options.fused().size()) {
      throw new IllegalArgumentException(
          "the options name %d backbones, but there are weights for %d"
              .formatted(1 + options.fused().size(), weights.size()));
    }
  }

  private static BackboneWeights embedded(SfadOptions options) {
    BackboneWeights.requireEmbedded(
        Backbones.named(options.features().backbone()),
        "give its weights to the trainer, BackboneWeights.file(...)");
    return BackboneWeights.embedded();
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public SfadOptions options() {
    return options;
  }

  /**
   * What backbones and head cost at the options' input size. The numbers that training fits are the
   * head's; its memory is that of a step of stage one beside the backbones, which have computed the
   * features before, eight images at once, and stay open. The features themselves lie on the heap.
   *
   * @return counted from the networks, not measured
   * @throws IllegalArgumentException if there is no backbone of a name in the options, or it has
   *     not the taps
   */
  @Override
  public DetectorCost cost() {
    return SfadCost.of(options, EXTRACTION_BATCH);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Fewer than ten held-out images decide nothing: all epochs are trained and the last one's
   * weights are kept. Whitened by as few training images, held-out ones look anomalous, and ever
   * more so while the ranking still improves: on ManuDefect-mini (19 training images and 5 held out
   * per category) the loss was often lowest after the first epoch, and mean image AUROC and pixel
   * AP of five categories were 0.681 and 0.063, against 0.723 and 0.108 with all epochs.
   *
   * @throws IllegalArgumentException if the images are not of the options' input size, or a
   *     whitening adaptor would be wider than the features
   * @throws UncheckedIOException if the backbone's weights cannot be read, or no room is left for
   *     cached features
   */
  @Override
  public SfadDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    return fit(SfadDetector.KIND, train, validation, run);
  }

  /** The same for a recipe of another name that has no stage two. */
  SfadDetector fit(String kind, NormalImages train, NormalImages validation, TrainingRun run) {
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    String task = kind + "-fit";
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose(task);
    List<BackboneWeights> held = readWeights();
    FeatureSource source = openToFit(held);
    try (CachedFeatures caches = caches(train, validation, source, run)) {
      ChannelScaling scaling = ChannelScaling.fit(options.features().scaling(), caches.training());
      CellFeatures trainFeatures = new CellFeatures(caches.training(), scaling);
      CellFeatures validationFeatures = new CellFeatures(caches.validation(), scaling);
      Optional<Whitening> whitening = whitening(trainFeatures, validationFeatures);
      SfadNetwork network = initial(trainFeatures, whitening, streams);
      Map<String, String> data = fingerprints(source, "fit", train, validation);
      try (UnsupervisedStage stage =
          new UnsupervisedStage(options, network, trainFeatures, validationFeatures, streams)) {
        TrainingOptions whole = options.fit().training();
        TrainingOptions length = validation.size() < LEAST_HELD_OUT ? whole.withPatience(0) : whole;
        TrainingResult result = run(task, length, stage, data, run);
        Provenance trained = StageProvenance.afterFit(kind, options.seed(), data, result);
        Provenance provenance =
            whitening
                .map(
                    w ->
                        trained
                            .withFigure("fit whitening ridge", w.ridge())
                            .withFigure("fit held-out distance", w.heldOutDistance()))
                .orElse(trained);
        return new SfadDetector(options, provenance, network, scaling, source, held);
      }
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The backbones have the weights that the detector was fitted on and has kept, whatever
   * weights this trainer was given for {@link #fit}.
   *
   * <p>Fewer than five held-out images with defects do not end the training: all epochs are trained
   * and the last one's weights are kept, or the best one's where no patience could have ended it
   * ({@link TrainingOptions#judgedBy}). One or two are soon ranked perfectly by luck, and with a
   * patience of ten epochs that is where training ended: on ManuDefect-mini, with a detector for
   * each of five categories, mean image AUROC 0.652 and pixel AP 0.121 on other images, against
   * 0.700 and 0.185 with all epochs. It also leaves those images unseen for {@code MADE-Net}'s
   * choice.
   *
   * @throws IllegalArgumentException if the detector is SimpleNet's, which has no stage two, if it
   *     has been fine-tuned already, if it was fitted with another seed, other features or widths,
   *     if the images are not of its input size, or if the training part lacks normal images or
   *     marked defects, or the validation part normal or anomalous images
   * @throws UncheckedIOException if the backbone's weights cannot be read, or no room is left for
   *     cached features
   */
  @Override
  public SfadDetector fineTune(
      SfadDetector detector, LabelledImages train, LabelledImages validation, TrainingRun run) {
    requireSfad(detector);
    TrainingChecks.requireStageOne("fine-tuning", detector.provenance());
    TrainingChecks.requireSameSeed(options.seed(), detector.provenance());
    TrainingChecks.requireSameNetwork(network(options), network(detector.options()));
    TrainingChecks.requireSize(options.inputSize(), "training", train);
    TrainingChecks.requireSize(options.inputSize(), "validation", validation);
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("sfad-fine-tune");
    FeatureSource source = open(detector.weights());
    try {
      ImageSize grid = source.grid().size();
      CellLabels trainLabels = CellLabels.of(train, grid, options.guardCells());
      require("training", "marked defects", trainLabels.normal(), trainLabels.withDefects());
      CellLabels validationLabels = CellLabels.of(validation, grid, 0);
      int[] heldOut = validationLabels.anomalous();
      require("validation", "anomalous ones", validationLabels.normal(), heldOut);
      SfadNetwork network =
          options.fineTune().adaptorLearns()
              ? detector.network().copy()
              : detector.network().withAdaptorMerged();
      TrainingOptions length = options.fineTune().training().judgedBy(heldOut.length);
      Map<String, String> data = fingerprints(source, "fine-tune", train, validation);
      data.put("detector", detector.weightsFingerprint());
      try (CachedFeatures caches = caches(train, validation, source, run);
          SupervisedStage training =
              new SupervisedStage(
                  options,
                  network,
                  new CellFeatures(caches.training(), detector.scaling()),
                  trainLabels,
                  new SupervisedValidation(
                      caches.validation(), detector.scaling(), validationLabels, validation),
                  streams)) {
        TrainingResult result = run("sfad-fine-tune", length, training, data, run);
        Provenance provenance =
            StageProvenance.afterFineTune(detector.provenance(), options.seed(), data, result);
        return new SfadDetector(
            options, provenance, network, detector.scaling(), source, detector.weights());
      }
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static void requireSfad(SfadDetector detector) {
    String kind = detector.provenance().kind();
    if (!kind.equals(SfadDetector.KIND)) {
      throw new IllegalArgumentException(
          "%s learns from normal images only; fine-tune a detector that SfadTrainer fitted"
              .formatted(kind));
    }
  }

  private Optional<Whitening> whitening(CellFeatures normal, CellFeatures heldOut) {
    if (options.adaptorStart() != AdaptorStart.WHITENING) {
      return Optional.empty();
    }
    return Optional.of(
        Whitening.fit(normal, heldOut, options.adaptorWidth(), options.whiteningRidge()));
  }

  private SfadNetwork initial(
      CellFeatures normal, Optional<Whitening> whitening, RandomStreams streams) {
    SfadNetwork network =
        SfadNetwork.initial(
            normal.channels(),
            options.adaptorWidth(),
            options.discriminatorWidth(),
            streams.forPurpose("initial weights"));
    whitening.ifPresent(w -> network.tensor(SfadNetwork.ADAPTOR_WEIGHT).assign(w.weight()));
    return network;
  }

  private TrainingResult run(
      String task,
      TrainingOptions length,
      Trainable trainable,
      Map<String, String> data,
      TrainingRun run) {
    // The memory limit does not change results, so a run may go on with another one.
    SfadOptions decisive = options.toBuilder().featureMemoryBytes(0).build();
    RunIdentity identity = RunIdentity.of(task, options.seed(), decisive, data);
    return new TrainingLoop(identity, length, run).run(trainable);
  }

  private List<BackboneWeights> readWeights() {
    try {
      return FusedFeatures.read(options, weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Refuses what shows already, before features are computed for minutes. */
  private FeatureSource openToFit(List<BackboneWeights> held) {
    FeatureSource source = open(held);
    int channels = source.grid().channels();
    if (options.adaptorStart() == AdaptorStart.WHITENING && options.adaptorWidth() > channels) {
      source.close();
      throw new IllegalArgumentException(
          "adaptorWidth is %d, but a whitening adaptor has at most as many as the features, %d"
              .formatted(options.adaptorWidth(), channels));
    }
    return source;
  }

  private FeatureSource open(List<BackboneWeights> from) {
    try {
      return FusedFeatures.open(options, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private CachedFeatures caches(
      ImageSource train, ImageSource validation, FeatureSource source, TrainingRun run) {
    return CachedFeatures.fill(
        train, validation, source, EXTRACTION_BATCH, options.featureMemoryBytes(), run.listener());
  }

  private static Map<String, String> fingerprints(
      FeatureSource source, String stage, ImageSource train, ImageSource validation) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(SfadDetector.BACKBONE, source.fingerprint());
    data.put(stage + " training", train.fingerprint());
    data.put(stage + " validation", validation.fingerprint());
    return data;
  }

  private static void require(String part, String kind, int[] normal, int[] anomalous) {
    if (normal.length == 0 || anomalous.length == 0) {
      throw new IllegalArgumentException(
          "fine-tuning needs normal images and %s; the %s part has %d and %d"
              .formatted(kind, part, normal.length, anomalous.length));
    }
  }

  /** What decides the meaning of the weights. */
  private static Map<String, Object> network(SfadOptions options) {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("inputSize", options.inputSize());
    network.put("features", options.features());
    network.put("fused", options.fused());
    network.put("adaptorWidth", options.adaptorWidth());
    network.put("discriminatorWidth", options.discriminatorWidth());
    return network;
  }
}
