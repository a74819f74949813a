package org.madenet.bench.jmh;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.NormalImages;
import org.madenet.core.Stage;
import org.madenet.core.TrainingRun;
import org.madenet.core.train.StageOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.madenet.ism.MadeNetAssembler;
import org.madenet.ism.MadeNetAssembler.Trained;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetOptions;
import org.madenet.ism.MadeNetPresets;
import org.madenet.ism.Route;
import org.madenet.ism.Submodel;
import org.madenet.lpd.LpdOptions;
import org.madenet.lpd.LpdPresets;
import org.madenet.lpd.LpdTrainer;
import org.madenet.sfad.SfadOptions;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;
import org.madenet.srad.SradTrainer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images per second of MADE-Net on a batch of which each submodel serves a third, and of every part
 * alone on the same images: the classifier of categories and the three submodels. An image passes
 * the classifier and one submodel; if joining the parts cost nothing, MADE-Net would take the
 * classifier's time per image and the mean of the submodels' times. What is missing are the
 * grouping into smaller batches, the resizing to the submodels' sizes and back, and the
 * calibration.
 *
 * <p>{@code -p batch=3,12,48} tells the smaller batches from the rest: a submodel inside MADE-Net
 * sees a third of the batch.
 *
 * <p>The categories have names of which the paper's Table 6 says what serves them, and the gate is
 * open, so that the routes are known; they are checked before anything is measured. Weights do not
 * matter for the time: every part trains for a step. {@code -p preset=lite} has the default's
 * sizes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class MadeNetBenchmark {

  private static final Map<String, Submodel> SERVED_BY =
      Map.of("BGA", Submodel.SFAD, "CAPACITOR", Submodel.SRAD, "DPAK", Submodel.LPD);

  private static final String CLASSIFIER = "classifier";
  private static final String BLENDED = "blended";

  /** So hot that no submodel is left out, whatever a step's training has made of it. */
  private static final double HOT = 1000;

  private static final int TRAINING_IMAGES = 10;
  private static final int SIDE = 128;
  private static final StageOptions STEP = new StageOptions(1e-3, 0, 4, 1, 1, 1);

  /** Sizes of all parts. */
  @Param({"smoke"})
  public String preset;

  /** What sees the images: the whole, the whole with all submodels for each image, or one part. */
  @Param({"made-net", "blended", "classifier", "sfad", "srad", "lpd"})
  public String part;

  /** Images per call, as many of each category: a multiple of three. */
  @Param("12")
  public int batch;

  /** Counts what a batch holds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    /** Images served. */
    public long images;
  }

  private Path folder;
  private AnomalyDetector scoring;
  private ImageBatch images;

  /** Trains, assembles, and checks the routes. */
  @Setup
  public void prepare() throws IOException {
    if (batch % SERVED_BY.size() != 0) {
      throw new IllegalArgumentException("batch must be a multiple of three, but is " + batch);
    }
    folder = Files.createTempDirectory("madenet-benchmark");
    List<Sample> train = render("train", TRAINING_IMAGES);
    List<Sample> mixed = new ArrayList<>(render("test", batch / SERVED_BY.size()));
    // By turns, as images on a line may come.
    mixed.sort(Comparator.comparing(Sample::id));
    if (List.of(MadeNetDetector.KIND, BLENDED, CLASSIFIER).contains(part)) {
      List<Trained> parts = new ArrayList<>();
      for (Submodel submodel : Submodel.values()) {
        Path file = train(submodel, train);
        Map<String, Path> files = new LinkedHashMap<>();
        SERVED_BY.keySet().forEach(category -> files.put(category, file));
        parts.add(new Trained(submodel, files));
      }
      Path target = folder.resolve("made-net.madenet");
      new MadeNetAssembler(options())
          .assemble(train, Stage.FIT, parts, TrainingRun.quiet(), target);
      MadeNetDetector made = MadeNetDetector.load(target);
      requireRoutes(made, mixed);
      if (part.equals(BLENDED)) {
        scoring = made.blended(HOT);
        made.close();
      } else {
        scoring = made;
      }
    } else {
      Submodel alone = Submodel.of(part);
      scoring = alone.load(train(alone, train));
    }
    images = all(SampleImages.normal(mixed, scoring.inputSize()));
    // MADE-Net reads its parts when they are needed first, which is now.
    if (scoring.predict(images).stream().anyMatch(p -> !Double.isFinite(p.score()))) {
      throw new IllegalStateException("a score is not finite");
    }
  }

  private static ImageBatch all(NormalImages images) {
    return images.images(IntStream.range(0, images.size()).toArray());
  }

  private static void requireRoutes(MadeNetDetector made, List<Sample> samples) {
    List<Route> routes = made.route(all(SampleImages.normal(samples, made.inputSize())));
    for (int i = 0; i < samples.size(); i++) {
      Submodel wanted = SERVED_BY.get(samples.get(i).category());
      if (routes.get(i).submodel() != wanted) {
        throw new IllegalStateException(
            "%s should be served by %s, but: %s"
                .formatted(samples.get(i).id(), wanted, routes.get(i)));
      }
    }
  }

  private MadeNetOptions options() {
    MadeNetOptions named = MadeNetPresets.named(preset);
    return named.toBuilder()
        .classifier(
            named.classifier().toBuilder()
                .training(MadeNetPresets.SMOKE.classifier().training())
                .build())
        .confidence(0)
        .priorImages(0)
        .paperChoices(true)
        .build();
  }

  private Path train(Submodel submodel, List<Sample> samples) throws IOException {
    Path file = folder.resolve(submodel.kind() + ".madenet");
    try (AnomalyDetector trained = fit(submodel, samples)) {
      trained.save(file);
    }
    return file;
  }

  private AnomalyDetector fit(Submodel submodel, List<Sample> samples) {
    return switch (submodel) {
      case SFAD -> {
        SfadOptions named = SfadPresets.named(preset);
        SfadOptions o = named.toBuilder().fit(named.fit().withMaxEpochs(1)).build();
        NormalImages images = SampleImages.normal(samples, o.inputSize());
        yield new SfadTrainer(o).fit(images, images, TrainingRun.quiet());
      }
      case SRAD -> {
        SradOptions o = SradPresets.named(preset).toBuilder().fit(STEP).build();
        NormalImages images = SampleImages.normal(samples, o.inputSize());
        yield new SradTrainer(o).fit(images, images, TrainingRun.quiet());
      }
      case LPD -> {
        LpdOptions o = LpdPresets.named(preset).toBuilder().fit(STEP).build();
        NormalImages images = SampleImages.normal(samples, o.inputSize());
        yield new LpdTrainer(o).fit(images, images, TrainingRun.quiet());
      }
    };
  }

  /** Boards in a colour of each category with a part on it; ids begin with the number. */
  private List<Sample> render(String split, int count) throws IOException {
    List<Sample> samples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(split.length());
    float hue = 0;
    for (String category : SERVED_BY.keySet().stream().sorted().toList()) {
      for (int i = 0; i < count; i++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.getHSBColor(hue, 0.8f, 0.4f + 0.2f * (float) random.nextDouble()));
        g.fillRect(0, 0, SIDE, SIDE);
        g.setColor(Color.DARK_GRAY);
        g.fillRect(30 + random.nextInt(20), 30 + random.nextInt(20), 50, 50);
        g.dispose();
        String id = "%s/%02d-%s.png".formatted(split, i, category);
        Path file = Files.createDirectories(folder.resolve(split)).resolve(i + category + ".png");
        ImageIO.write(image, "png", file.toFile());
        samples.add(
            new Sample(id, category, Split.TRAIN, false, Sample.GOOD, file, Optional.empty()));
      }
      hue += 1f / SERVED_BY.size();
    }
    return samples;
  }

  /** Frees native memory and deletes the files. */
  @TearDown
  public void free() throws IOException {
    scoring.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * From images to scores and maps, or to categories and routes.
   *
   * @param counter counts the images
   * @return the predictions or the routes
   */
  @Benchmark
  public List<?> predict(Counter counter) {
    counter.images += batch;
    return part.equals(CLASSIFIER)
        ? ((MadeNetDetector) scoring).route(images)
        : scoring.predict(images);
  }
}
