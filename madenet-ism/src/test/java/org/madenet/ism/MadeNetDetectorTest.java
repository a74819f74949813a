package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.testing.DetectorContract;
import org.madenet.core.train.StageOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.ism.MadeNetAssembler.Trained;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;
import org.madenet.srad.SradDetector;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;
import org.madenet.srad.SradTrainer;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The whole of MADE-Net on two categories, with an SFAD for each and one SRAD for both. */
class MadeNetDetectorTest {

  private static final List<String> CATEGORIES = List.of("round", "square");
  private static final MadeNetOptions OPTIONS = MadeNetPresets.SMOKE;

  @TempDir private static Path folder;
  private static List<Sample> train;
  private static List<Trained> trained;
  private static Path file;
  private static ImageBatch batch;

  @BeforeAll
  static void assemble() throws IOException {
    train = Boards.write(folder.resolve("train"), CATEGORIES, 6, 2);
    // Without scratches, which the classifier of stage fit has never seen.
    List<Sample> other = Boards.write(folder.resolve("other"), CATEGORIES, 2, 0);
    // Categories by turns, so that grouping has something to undo.
    List<Sample> mixed = List.of(other.get(0), other.get(2), other.get(1), other.get(3));
    batch = SampleImages.labelled(mixed, OPTIONS.inputSize()).images(0, 1, 2, 3);
    trained = List.of(sfad(), srad());
    file = folder.resolve("made-net.madenet");
    new MadeNetAssembler(OPTIONS).assemble(train, Stage.FIT, trained, TrainingRun.quiet(), file);
  }

  private static List<Sample> normal(String category) {
    return train.stream()
        .filter(s -> !s.anomalous() && (category.isEmpty() || s.category().equals(category)))
        .toList();
  }

  private static Trained sfad() throws IOException {
    SfadTrainer trainer = new SfadTrainer(SfadPresets.SMOKE);
    Path[] files = {folder.resolve("round.madenet"), folder.resolve("square.madenet")};
    for (int i = 0; i < files.length; i++) {
      var images = SampleImages.normal(normal(CATEGORIES.get(i)), ImageSize.square(64));
      try (SfadDetector detector = trainer.fit(images, images, TrainingRun.quiet())) {
        detector.save(files[i]);
      }
    }
    return new Trained(Submodel.SFAD, Map.of("round", files[0], "square", files[1]));
  }

  /** The SFADs after stage two. */
  private static Trained tuned() throws IOException {
    SfadTrainer trainer = new SfadTrainer(SfadPresets.SMOKE);
    Map<String, Path> files = new TreeMap<>();
    for (String category : CATEGORIES) {
      List<Sample> own = train.stream().filter(s -> s.category().equals(category)).toList();
      var images = SampleImages.labelled(own, ImageSize.square(64));
      Path file = folder.resolve(category + "-tuned.madenet");
      try (SfadDetector fitted = SfadDetector.load(trained.get(0).files().get(category));
          SfadDetector detector = trainer.fineTune(fitted, images, images, TrainingRun.quiet())) {
        detector.save(file);
      }
      files.put(category, file);
    }
    return new Trained(Submodel.SFAD, files);
  }

  /** Of another input size than MADE-Net. */
  private static Trained srad() throws IOException {
    ImageSize size = ImageSize.square(32);
    SradOptions options =
        SradPresets.SMOKE.toBuilder()
            .inputSize(size)
            .fit(new StageOptions(1e-3, 0, 4, 2, 1, 1))
            .build();
    Path joint = folder.resolve("joint.madenet");
    var images = SampleImages.normal(normal(""), size);
    try (SradDetector detector =
        new SradTrainer(options).fit(images, images, TrainingRun.quiet())) {
      detector.save(joint);
    }
    return new Trained(Submodel.SRAD, Map.of("round", joint, "square", joint));
  }

  private static void assertSame(List<Prediction> actual, List<Prediction> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).id()).isEqualTo(expected.get(i).id());
      // A matrix product may sum in another order for another number of images.
      assertThat(actual.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-3));
      assertThat(actual.get(i).anomalyMap().values())
          .containsExactly(expected.get(i).anomalyMap().values(), within(1e-2f));
    }
  }

  @Test
  void predict_batchOfSeveralCategories_isInOrderAndEqualsSingles() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      List<Prediction> predictions = detector.predict(batch);
      assertThat(predictions.stream().map(Prediction::id)).isEqualTo(batch.ids());
      for (int i = 0; i < batch.size(); i++) {
        ImageBatch single = one(i);
        assertSame(detector.predict(single), List.of(predictions.get(i)));
        assertThat(predictions.get(i).anomalyMap().size()).isEqualTo(OPTIONS.inputSize());
      }
    }
  }

  @Test
  void predictRouted_saysWhatRouteAndPredictSay() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      List<RoutedPrediction> routed = detector.predictRouted(batch);
      assertThat(routed.stream().map(RoutedPrediction::route)).isEqualTo(detector.route(batch));
      assertSame(
          routed.stream().map(RoutedPrediction::prediction).toList(), detector.predict(batch));
    }
  }

  private static ImageBatch one(int i) {
    return new ImageBatch(
        List.of(batch.ids().get(i)), batch.images().get(NDArrayIndex.interval(i, i + 1)).dup('c'));
  }

  @Test
  void route_followsTheMapAndTheClassifier() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      List<Route> routes = detector.route(batch);
      assertThat(routes.stream().map(Route::category))
          .containsExactly("round", "square", "round", "square");
      for (Route route : routes) {
        assertThat(route.fallback()).isEqualTo(route.confidence() <= OPTIONS.confidence());
        assertThat(route.submodel())
            .isEqualTo(
                route.fallback()
                    ? Submodel.SFAD
                    : detector.performanceMap().choices().get(route.category()));
      }
      assertThat(detector.performanceMap().origins().values())
          .containsOnly(PerformanceMap.Origin.SYNTHETIC);
      assertThat(detector.classifierReport()).isPresent();
      assertThat(detector.submodels()).containsExactly(Submodel.SFAD, Submodel.SRAD);
    }
  }

  @Test
  void always_ranksAsTheSubmodelAlone() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file);
        MadeNetDetector only = detector.always(Submodel.SFAD);
        SfadDetector alone = SfadDetector.load(trained.get(0).files().get("round"))) {
      assertThat(only.route(batch).stream().map(Route::submodel)).containsOnly(Submodel.SFAD);
      List<Prediction> round = only.predict(batch);
      List<Prediction> raw = alone.predict(batch);
      // Images 0 and 2 are round ones.
      assertThat(round.get(2).score() > round.get(0).score())
          .isEqualTo(raw.get(2).score() > raw.get(0).score());
      assertThatThrownBy(() -> detector.always(Submodel.LPD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SFAD, SRAD");
    }
  }

  @Test
  void preload_readsAllThatPredictNeeds() throws IOException {
    Path copy = folder.resolve("moved.madenet");
    Files.copy(file, copy);
    List<Prediction> expected;
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      expected = detector.predict(batch);
    }
    try (MadeNetDetector detector = MadeNetDetector.load(copy)) {
      detector.preload();
      Files.delete(copy);
      assertSame(detector.predict(batch), expected);
    }
  }

  @Test
  void close_endsPredictionsOnly() throws IOException {
    Path copy = folder.resolve("closed.madenet");
    MadeNetDetector detector = MadeNetDetector.load(file);
    detector.predict(one(0));
    detector.close();
    detector.close();
    assertThatThrownBy(() -> detector.predict(one(0))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> detector.route(one(0))).isInstanceOf(IllegalStateException.class);
    detector.save(copy);
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void blended_isTheWeightedMeanOfTheSubmodels() throws IOException {
    double temperature = 1;
    try (MadeNetDetector detector = MadeNetDetector.load(file);
        MadeNetDetector blended = detector.blended(temperature);
        MadeNetDetector sfad = detector.always(Submodel.SFAD);
        MadeNetDetector srad = detector.always(Submodel.SRAD)) {
      List<RoutedPrediction> actual = blended.predictRouted(batch);
      List<Prediction> first = sfad.predict(batch);
      List<Prediction> second = srad.predict(batch);
      for (int i = 0; i < batch.size(); i++) {
        Route route = actual.get(i).route();
        PerformanceMap map = detector.performanceMap();
        assertThat(route.weights())
            .isEqualTo(
                route.fallback()
                    ? map.weights(temperature)
                    : map.weights(route.category(), temperature))
            .containsOnlyKeys(Submodel.SFAD, Submodel.SRAD);
        double share = route.weights().get(Submodel.SFAD);
        assertThat(actual.get(i).prediction().id()).isEqualTo(batch.ids().get(i));
        // The submodels saw the images in other groups: see assertSame.
        assertThat(actual.get(i).prediction().score())
            .isCloseTo(
                share * first.get(i).score() + (1 - share) * second.get(i).score(), within(1e-3));
        for (int p = 0; p < OPTIONS.inputSize().pixels(); p += 17) {
          assertThat(actual.get(i).prediction().anomalyMap().values()[p])
              .isCloseTo(
                  (float)
                      (share * first.get(i).anomalyMap().values()[p]
                          + (1 - share) * second.get(i).anomalyMap().values()[p]),
                  within(1e-2f));
        }
      }
      assertThat(blended.temperature()).hasValue(temperature);
      assertThat(detector.temperature()).isEmpty();
      assertThatThrownBy(() -> detector.blended(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void blended_towardsZero_choosesByFigures() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file);
        MadeNetDetector cold = detector.blended(1e-9)) {
      List<Route> routes = cold.route(batch);
      List<Route> chosen = detector.route(batch);
      for (int i = 0; i < batch.size(); i++) {
        assertThat(routes.get(i).weights()).hasSize(1);
        if (!routes.get(i).fallback()) {
          assertThat(routes.get(i)).isEqualTo(chosen.get(i));
        }
      }
    }
  }

  @Test
  void ofCategory_servesAllImagesAsTheCategoryWithoutClassifier() throws IOException {
    try (MadeNetDetector detector = MadeNetDetector.load(file);
        MadeNetDetector square = detector.ofCategory("square");
        MadeNetDetector only = detector.always(Submodel.SRAD).ofCategory("square")) {
      Submodel chosen = detector.performanceMap().choices().get("square");
      assertThat(square.route(batch)).containsOnly(new Route("square", 1, chosen, false));
      assertThat(only.route(batch)).containsOnly(new Route("square", 1, Submodel.SRAD, false));
      assertThat(square.classifierReport()).isEmpty();
      try (MadeNetDetector rest = detector.without(chosen).ofCategory("square");
          MadeNetDetector same = square.without(chosen)) {
        assertThat(same.performanceMap()).isEqualTo(rest.performanceMap());
      }
      // Image 1 is a square one, and recognised; whether its confidence passes the gate is no
      // matter.
      try (MadeNetDetector always = detector.always(chosen)) {
        assertThat(always.route(one(1)).get(0).category()).isEqualTo("square");
        assertSame(square.predict(one(1)), always.predict(one(1)));
      }
      assertThatThrownBy(() -> detector.ofCategory("oval"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'oval'")
          .hasMessageContaining("round, square");
    }
  }

  @Test
  void saveAndLoad_predictsTheSame_andJointDetectorsAreStoredOnce() throws IOException {
    Path copy = folder.resolve("copy.madenet");
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      detector.save(copy);
      assertThat(copy).hasSameBinaryContentAs(file);
      try (MadeNetDetector loaded = MadeNetDetector.load(copy)) {
        assertThat(loaded.provenance()).isEqualTo(detector.provenance());
        assertThat(loaded.performanceMap()).isEqualTo(detector.performanceMap());
        assertSame(loaded.predict(batch), detector.predict(batch));
      }
    }
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder(
              "made-net.json",
              "classifier.madenet",
              "sfad/0.madenet",
              "sfad/1.madenet",
              "srad/0.madenet");
    }
  }

  @Test
  void save_ofPartOfTheWhole_holdsThatPartOnly() throws IOException {
    try (MadeNetDetector whole = MadeNetDetector.load(file);
        MadeNetDetector square = whole.ofCategory("square");
        MadeNetDetector sfad = whole.without(Submodel.SRAD);
        MadeNetDetector srad = whole.always(Submodel.SRAD);
        MadeNetDetector blended = whole.blended(1).ofCategory("square")) {
      assertThat(saved(blended))
          .containsExactly("made-net.json", "sfad/1.madenet", "srad/0.madenet");
      assertThat(saved(square))
          .containsExactly("made-net.json", "sfad/1.madenet", "srad/0.madenet");
      assertThat(saved(sfad))
          .containsExactly(
              "made-net.json", "classifier.madenet", "sfad/0.madenet", "sfad/1.madenet");
      assertThat(saved(srad))
          .containsExactly("made-net.json", "classifier.madenet", "srad/0.madenet");
      assertThat(srad.submodels()).containsExactly(Submodel.SRAD);
    }
  }

  /** Saves, compares what is read again, and says what the file holds. */
  private static List<String> saved(MadeNetDetector part) throws IOException {
    Path target = folder.resolve("part.madenet");
    part.save(target);
    try (MadeNetDetector loaded = MadeNetDetector.load(target)) {
      assertThat(loaded.submodels()).isEqualTo(part.submodels());
      assertThat(loaded.temperature()).isEqualTo(part.temperature());
      assertThat(loaded.performanceMap()).isEqualTo(part.performanceMap());
      assertThat(loaded.route(batch)).isEqualTo(part.route(batch));
      assertSame(loaded.predict(batch), part.predict(batch));
    }
    try (ZipFile zip = new ZipFile(target.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void gateOfOne_alwaysFallsBack() throws IOException {
    MadeNetOptions strict = OPTIONS.toBuilder().confidence(1).build();
    Path target = folder.resolve("strict.madenet");
    new MadeNetAssembler(strict).assemble(train, Stage.FIT, trained, TrainingRun.quiet(), target);
    try (MadeNetDetector detector = MadeNetDetector.load(target)) {
      assertThat(detector.route(batch))
          .allSatisfy(
              route -> {
                assertThat(route.fallback()).isTrue();
                assertThat(route.submodel()).isEqualTo(Submodel.SFAD);
              });
      assertThat(detector.classifierReport().orElseThrow().gated()).isEqualTo(1);
    }
  }

  @Test
  void predict_aJointDetectorForAll_ranksAsItAlone() throws IOException {
    MadeNetOptions strict = OPTIONS.toBuilder().confidence(1).build();
    Path target = folder.resolve("joint-only.madenet");
    Trained joint = trained.get(1);
    for (MadeNetOptions options : List.of(OPTIONS, strict)) {
      new MadeNetAssembler(options)
          .assemble(train, Stage.FIT, List.of(joint), TrainingRun.quiet(), target);
      try (MadeNetDetector detector = MadeNetDetector.load(target);
          SradDetector alone = SradDetector.load(joint.files().get("round"))) {
        assertThat(detector.route(batch).stream().anyMatch(Route::fallback) || options == OPTIONS)
            .isTrue();
        // Recognised, mistaken or fallen back: one scale for both categories.
        assertThat(order(detector.predict(batch)))
            .isEqualTo(order(ResizingDetector.predict(alone, batch)));
      }
    }
  }

  /** Identifiers by rising score. */
  private static List<String> order(List<Prediction> predictions) {
    return predictions.stream()
        .sorted(Comparator.comparingDouble(Prediction::score))
        .map(Prediction::id)
        .toList();
  }

  @Test
  void oneCategory_needsNoClassifier() throws IOException {
    List<Sample> round = train.stream().filter(s -> s.category().equals("round")).toList();
    Path target = folder.resolve("one.madenet");
    new MadeNetAssembler(OPTIONS)
        .assemble(round, Stage.FINE_TUNE, List.of(tuned()), TrainingRun.quiet(), target);
    try (MadeNetDetector detector = MadeNetDetector.load(target)) {
      assertThat(detector.classifierReport()).isEmpty();
      assertThat(detector.performanceMap().origins())
          .containsEntry("round", PerformanceMap.Origin.VALIDATION);
      assertThat(detector.route(batch))
          .allSatisfy(
              route -> {
                assertThat(route.category()).isEqualTo("round");
                assertThat(route.confidence()).isEqualTo(1);
                assertThat(route.fallback()).isFalse();
              });
      assertThat(detector.predict(one(0))).hasSize(1);
    }
  }

  @Test
  void assemble_fit_isTheSameWithoutTheAnomalies_andAfterAnInterruption() throws IOException {
    Path target = folder.resolve("resumed.madenet");
    Path checkpoints = folder.resolve("checkpoints");
    MadeNetAssembler assembler = new MadeNetAssembler(OPTIONS);
    TrainingRun stopping =
        new TrainingRun(
            Optional.of(checkpoints),
            progress -> {
              if (progress.done() == 12) {
                Thread.currentThread().interrupt();
              }
            });
    assertThatThrownBy(() -> assembler.assemble(train, Stage.FIT, trained, stopping, target))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    TrainingRun rest = new TrainingRun(Optional.of(checkpoints), ProgressListener.NONE);
    assembler.assemble(normal(""), Stage.FIT, trained, rest, target);
    assertThat(target).hasSameBinaryContentAs(file);
  }

  @Test
  void assemble_bothStagesInOneFolder_eachHasItsOwnClassifier() throws IOException {
    Path target = folder.resolve("staged.madenet");
    TrainingRun run = new TrainingRun(Optional.of(folder.resolve("staged")), ProgressListener.NONE);
    MadeNetAssembler assembler = new MadeNetAssembler(OPTIONS);
    assembler.assemble(train, Stage.FIT, trained, run, target);
    try (MadeNetDetector detector = MadeNetDetector.load(target)) {
      // Of each category one normal image of six.
      assertThat(detector.classifierReport().orElseThrow().images()).isEqualTo(2);
    }
    assembler.assemble(train, Stage.FINE_TUNE, List.of(tuned()), run, target);
    try (MadeNetDetector detector = MadeNetDetector.load(target)) {
      // And one anomalous image of two.
      assertThat(detector.classifierReport().orElseThrow().images()).isEqualTo(4);
      assertThat(detector.performanceMap().origins().values())
          .containsOnly(PerformanceMap.Origin.VALIDATION);
      assertThat(detector.provenance().stages()).containsExactly("fit", "fine-tune");
    }
  }

  @Test
  void assemble_badInput_isRefusedBeforeAnythingIsTrained() {
    Trained sfad = trained.get(0);
    Trained half = new Trained(Submodel.SFAD, Map.of("round", sfad.files().get("round")));
    assertRefused(OPTIONS, train, Stage.FIT, List.of(half), "SFAD has no detector for square");
    assertRefused(OPTIONS, train, Stage.FIT, List.of(), "at least one submodel");
    assertRefused(OPTIONS, train, Stage.FIT, List.of(sfad, sfad), "SFAD is there twice");
    assertRefused(
        OPTIONS, train, Stage.FINE_TUNE, trained, "round.madenet has seen fit,", "after fit, then");
    assertRefused(
        OPTIONS.toBuilder().seed(7).build(),
        train,
        Stage.FIT,
        trained,
        "round.madenet",
        "seed 0, but MADE-Net has 7");
    List<Sample> few =
        train.stream()
            .filter(
                s -> s.anomalous() || s.category().equals("round") || s.id().equals("square0.png"))
            .toList();
    assertRefused(
        OPTIONS, few, Stage.FIT, trained, "category 'square' needs 2 normal", "but has 1");
    assertThatThrownBy(() -> MadeNetAssembler.requireEnough(few))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'square'");
    assertRefused(OPTIONS, List.of(), Stage.FIT, trained, "there are none");
    MadeNetAssembler.requireEnough(train);
    Trained foreign = new Trained(Submodel.LPD, trained.get(1).files());
    assertThatThrownBy(() -> assemble(OPTIONS, train, Stage.FIT, List.of(foreign)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kind srad, not lpd");
  }

  private static void assertRefused(
      MadeNetOptions options,
      List<Sample> samples,
      Stage stage,
      List<Trained> submodels,
      String... message) {
    assertThatThrownBy(() -> assemble(options, samples, stage, submodels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  /** Fails if anything is trained or measured. */
  private static void assemble(
      MadeNetOptions options, List<Sample> samples, Stage stage, List<Trained> submodels)
      throws IOException {
    Path target = folder.resolve("never");
    TrainingRun run =
        new TrainingRun(
            Optional.empty(),
            progress -> {
              throw new AssertionError(progress.task());
            });
    try {
      new MadeNetAssembler(options).assemble(samples, stage, submodels, run, target);
    } finally {
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void load_anotherFormat_saysWhatToDo() throws IOException {
    Path other = folder.resolve("other.madenet");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("made-net.json"));
      zip.write("{\"format\": 1, \"gate\": 0.85}".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> MadeNetDetector.load(other))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "other.madenet", "format 1, but this version reads " + MadeNetContent.FORMAT, "anew");
  }

  @Test
  void load_oneDigitOfTheJsonChanged_isDamaged() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\"confidence\" : 0.") + "\"confidence\" : 0.".length();
    assertThat(text.charAt(at)).isBetween('1', '9');
    bytes[at] = '0';
    Path flipped = folder.resolve("flipped.madenet");
    Files.write(flipped, bytes);

    assertThatThrownBy(() -> MadeNetDetector.load(flipped))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("flipped.madenet is damaged", "made-net.json", "checksum");
  }

  @Test
  void predict_fileReplacedAfterLoading_isNotMixedWithIt() throws IOException {
    Path service = folder.resolve("service.madenet");
    Files.copy(file, service);
    Path target = folder.resolve("mixed.madenet");
    try (MadeNetDetector loaded = MadeNetDetector.load(service)) {
      swapSfads(file, service);

      assertThatThrownBy(() -> loaded.always(Submodel.SFAD).predict(batch))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll(
              "service.madenet", "changed since it was opened", "load it again");
      assertThatThrownBy(() -> loaded.save(target))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("service.madenet", "changed since it was opened");
    }
    assertThat(target).doesNotExist();
  }

  /** The same archive with each category served by the other's SFAD. */
  private static void swapSfads(Path from, Path to) throws IOException {
    Map<String, String> other =
        Map.of("sfad/0.madenet", "sfad/1.madenet", "sfad/1.madenet", "sfad/0.madenet");
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        String source = other.getOrDefault(entry.getName(), entry.getName());
        zip.getInputStream(zip.getEntry(source)).transferTo(out);
      }
    }
  }

  @Test
  void badInput_saysWhatIsWrong() throws IOException {
    Path damaged = folder.resolve("damaged.madenet");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> MadeNetDetector.load(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged.madenet");
    assertThatThrownBy(() -> MadeNetDetector.load(trained.get(0).files().get("round")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ZIP");
    try (MadeNetDetector detector = MadeNetDetector.load(file)) {
      DetectorContract.assertRefuses(detector);
    }
  }

  @Test
  void syntheticDefects_changeNothingOutsideTheirMasks() {
    List<Sample> round = normal("round");
    SyntheticDefects images =
        new SyntheticDefects(SampleImages.normal(round, OPTIONS.inputSize()), 0);
    int[] all = IntStream.range(0, images.size()).toArray();
    float[] values = images.labelled(all).inputs().images().dup('c').data().asFloat();
    float[] masks = images.labelled(all).masks().dup('c').data().asFloat();
    int pixels = OPTIONS.inputSize().pixels();
    int count = round.size();
    assertThat(all).hasSize((1 + SyntheticDefects.REPEATS) * count);
    for (int i = 0; i < all.length; i++) {
      int original = i % count;
      double marked = 0;
      for (int p = 0; p < pixels; p++) {
        float mask = masks[i * pixels + p];
        marked += mask;
        for (int c = 0; c < 3 && mask == 0; c++) {
          assertThat(values[(3 * i + c) * pixels + p])
              .isEqualTo(values[(3 * original + c) * pixels + p]);
        }
      }
      assertThat(marked > 0).isEqualTo(i >= count).isEqualTo(images.anomalous(i));
    }
    assertThat(IntStream.of(all).mapToObj(images::id)).doesNotHaveDuplicates();
    assertThat(images.labelled(all).masks()).isEqualTo(images.labelled(all).masks());
  }
}
