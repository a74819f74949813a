package org.madenet.ism;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * MADE-Net (sections 3.4 and 3.5): the pre-classifier says what an image shows, the performance map
 * which submodel is best at that, and only that submodel sees the image. Made by {@link
 * MadeNetAssembler}, read by {@link #load}:
 *
 * <pre>{@code
 * try (MadeNetDetector madeNet = MadeNetDetector.load(file)) {
 *   NormalImages images = ...; // of madeNet.inputSize()
 *   for (Prediction p : madeNet.predict(images.images(0, 1, 2))) {
 *     System.out.println(p.id() + " " + p.score());
 *   }
 * }
 * }</pre>
 *
 * <p>Scores and maps are calibrated: in standard deviations of the normal images and pixels of the
 * validation part, so that scores of different submodels can stand in one list. What one detector
 * serves is calibrated alike, whatever category an image was taken for: a mistake of the classifier
 * does not move an image among those that the same detector has scored. Images of a batch are
 * grouped by what serves them; predictions come in the order of the batch.
 *
 * <p>Submodels are read from the file when they are needed first, and stay in memory; {@link
 * #preload} reads them beforehand.
 */
public final class MadeNetDetector implements AnomalyDetector {

  /** The registered name. */
  public static final String KIND = "made-net";

  /** The name that tables and reports print. */
  public static final String TITLE = "MADE-Net";

  /**
   * The temperature at which tables blend submodels; chosen on ManuDefect-mini's images of another
   * draw.
   */
  public static final double TEMPERATURE = 0.1;

  private final MadeNetFile file;
  private final MadeNetContent content;
  private final Map<String, AnomalyDetector> loaded = new HashMap<>();
  private CategoryClassifier classifier;
  private boolean closed;

  private MadeNetDetector(MadeNetFile file, MadeNetContent content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Whether a file may hold a MADE-Net: it is an archive, which no other detector's file is.
   *
   * @param file an existing file
   * @return whether to try {@link #load}
   * @throws IOException if it cannot be read
   */
  public static boolean isMadeNet(Path file) throws IOException {
    return MadeNetFile.isArchive(file);
  }

  /**
   * Opens a MADE-Net. The file must stay as it is: parts of it are read when they are needed, and
   * if it was replaced by then, that fails.
   *
   * @param file what {@link MadeNetAssembler} or {@link #save} wrote
   * @return the detector
   * @throws IOException if it is not such a file; the message says why
   */
  public static MadeNetDetector load(Path file) throws IOException {
    MadeNetFile opened = MadeNetFile.open(file);
    return new MadeNetDetector(opened, opened.content());
  }

  /**
   * The same with one submodel for all images: what selection is compared with.
   *
   * @param submodel one of {@link #submodels()}
   * @return another detector on the same file, to be closed by itself
   * @throws IllegalArgumentException if it was left out
   */
  public MadeNetDetector always(Submodel submodel) {
    if (!submodels().contains(submodel)) {
      throw new IllegalArgumentException(
          "this MADE-Net has no " + submodel + "; it has " + submodels());
    }
    return new MadeNetDetector(file, content.always(submodel));
  }

  /**
   * The same with all submodels for each image: the mean of their calibrated scores and maps, each
   * weighted by {@link PerformanceMap#weights(String, double)}. Few validation images say little
   * about which submodel is best; a mean does not stand or fall by that. It takes as long as all
   * submodels together.
   *
   * <p>The mean of several deviations varies less than one of them: for normal images of unit
   * deviation in every submodel by the root of the sum of squared weights, were they independent.
   * So a blended score is no longer in standard deviations, and where weights differ between
   * categories, so does its scale, by less the hotter it is.
   *
   * @param temperature above 0: from one submodel for each category to all alike; {@link
   *     #TEMPERATURE} is a good start
   * @return another detector on the same file, to be closed by itself
   * @throws IllegalArgumentException if the temperature is not above 0
   */
  public MadeNetDetector blended(double temperature) {
    return new MadeNetDetector(file, content.blended(temperature));
  }

  /**
   * The same with one submodel left out: for ablations.
   *
   * @param submodel what it may not choose
   * @return another detector on the same file, to be closed by itself
   * @throws IllegalArgumentException if nothing would be left to choose from
   */
  public MadeNetDetector without(Submodel submodel) {
    return new MadeNetDetector(file, content.without(submodel));
  }

  /**
   * The same for images of one category, where what they show is known: a line that places parts
   * knows which. Nothing is classified, and nothing falls back.
   *
   * @param category one of the performance map's
   * @return another detector on the same file, to be closed by itself
   * @throws IllegalArgumentException if it has not learnt the category
   */
  public MadeNetDetector ofCategory(String category) {
    List<String> known = content.performanceMap().categories();
    if (!known.contains(category)) {
      throw new IllegalArgumentException(
          "this MADE-Net knows no category '%s'; it knows %s"
              .formatted(category, String.join(", ", known)));
    }
    return new MadeNetDetector(file, content.only(category));
  }

  /**
   * The submodels that it chooses from.
   *
   * @return in the order of {@link Submodel}
   */
  public List<Submodel> submodels() {
    return List.copyOf(content.files().get(content.files().firstKey()).keySet());
  }

  /**
   * How submodels are {@linkplain #blended(double) blended}.
   *
   * @return the temperature; empty where one is chosen
   */
  public OptionalDouble temperature() {
    return content.blend();
  }

  /**
   * What serves which category, and why.
   *
   * @return the performance map
   */
  public PerformanceMap performanceMap() {
    return content.performanceMap();
  }

  /**
   * How good the pre-classifier is.
   *
   * @return measured on the validation part; empty where there is one category only
   */
  public Optional<ClassifierReport> classifierReport() {
    return content.report();
  }

  /**
   * What decided it.
   *
   * @return the options
   */
  public MadeNetOptions options() {
    return content.options();
  }

  @Override
  public Provenance provenance() {
    return content.provenance();
  }

  @Override
  public ImageSize inputSize() {
    return content.options().inputSize();
  }

  /**
   * Says how images would be served, without scoring them.
   *
   * @param batch images of {@link #inputSize()}
   * @return one route per image, in the order of the batch
   * @throws IllegalArgumentException if the images have another size
   */
  public synchronized List<Route> route(ImageBatch batch) {
    batch.requireSize(inputSize());
    requireOpen();
    return guesses(batch).stream().map(content::route).toList();
  }

  private List<CategoryGuess> guesses(ImageBatch batch) {
    List<String> categories = content.performanceMap().categories();
    if (categories.size() == 1) {
      CategoryGuess sure = new CategoryGuess(categories.get(0), 1);
      return Collections.nCopies(batch.size(), sure);
    }
    CategoryClassifier known = classifier();
    return known.classify(ResizingDetector.resized(batch, known.options().inputSize()));
  }

  private CategoryClassifier classifier() {
    if (classifier == null) {
      classifier = part(MadeNetFile.CLASSIFIER, CategoryClassifier::load);
    }
    return classifier;
  }

  private AnomalyDetector loaded(String entry, Submodel submodel) {
    return loaded.computeIfAbsent(entry, name -> part(name, submodel::load));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this detector is closed");
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Scores and maps are standard deviations above what is usual for normal images; blended, a
   * weighted mean of such.
   *
   * @throws UncheckedIOException if a submodel cannot be read from the file
   */
  @Override
  public List<Prediction> predict(ImageBatch batch) {
    return predictRouted(batch).stream().map(RoutedPrediction::prediction).toList();
  }

  /**
   * The same, together with how each image was served.
   *
   * @param batch images of {@link #inputSize()}
   * @return one prediction per image, in the order of the batch
   * @throws IllegalArgumentException if the images have another size
   * @throws UncheckedIOException if a submodel cannot be read from the file
   */
  public synchronized List<RoutedPrediction> predictRouted(ImageBatch batch) {
    List<Route> routes = route(batch);
    Prediction[] predictions = new Prediction[batch.size()];
    // In one order always, so that what is added up does not depend on the batch.
    for (Submodel submodel : Submodel.values()) {
      byEntry(submodel, routes)
          .forEach(
              (entry, members) -> {
                SubmodelCalibration calibration = content.calibrations().get(entry);
                List<Prediction> raw =
                    ResizingDetector.predict(loaded(entry, submodel), part(batch, members));
                IntStream.range(0, members.size())
                    .parallel()
                    .forEach(
                        m -> {
                          int i = members.get(m);
                          double weight = routes.get(i).weights().get(submodel);
                          predictions[i] =
                              plus(predictions[i], weight, calibration.apply(raw.get(m)));
                        });
              });
    }
    return IntStream.range(0, batch.size())
        .mapToObj(i -> new RoutedPrediction(predictions[i], routes.get(i)))
        .toList();
  }

  /**
   * The images that a submodel scores, by its detector: one that serves several categories sees
   * theirs together.
   */
  private Map<String, List<Integer>> byEntry(Submodel submodel, List<Route> routes) {
    Map<String, List<Integer>> byEntry = new LinkedHashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      if (route.weights().containsKey(submodel)) {
        String entry = content.files().get(route.category()).get(submodel);
        byEntry.computeIfAbsent(entry, e -> new ArrayList<>()).add(i);
      }
    }
    return byEntry;
  }

  /** What there is so far, which may be null, and a share of another prediction. */
  private static Prediction plus(Prediction sum, double weight, Prediction other) {
    if (sum == null && weight == 1) {
      return other;
    }
    float[] values = other.anomalyMap().values();
    float[] map = sum == null ? new float[values.length] : sum.anomalyMap().values();
    for (int p = 0; p < map.length; p++) {
      map[p] += (float) (weight * values[p]);
    }
    return new Prediction(
        other.id(),
        new AnomalyMap(other.anomalyMap().size(), map),
        (sum == null ? 0 : sum.score()) + weight * other.score());
  }

  private static ImageBatch part(ImageBatch batch, List<Integer> members) {
    if (members.size() == batch.size()) {
      return batch;
    }
    INDArray[] images =
        members.stream()
            .map(i -> batch.images().get(NDArrayIndex.interval(i, i + 1)))
            .toArray(INDArray[]::new);
    return new ImageBatch(
        members.stream().map(batch.ids()::get).toList(), Nd4j.concat(0, images).detach());
  }

  /**
   * Reads now what {@link #predict} would read when it is needed first: the classifier, and every
   * submodel that something is served by.
   *
   * @throws UncheckedIOException if a part cannot be read from the file
   */
  public synchronized void preload() {
    requireOpen();
    if (content.performanceMap().categories().size() > 1) {
      classifier();
    }
    for (Route route : content.routes()) {
      for (Submodel submodel : route.weights().keySet()) {
        loaded(content.files().get(route.category()).get(submodel), submodel);
      }
    }
  }

  private <T> T part(String name, MadeNetFile.Reader<T> reader) {
    try {
      return file.read(name, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of {@link #ofCategory}, {@link #without} and {@link #always} only what they use is written,
   * and {@link #blended} stays so: a line that sees one category needs neither the classifier nor
   * the other categories' detectors.
   */
  @Override
  public void save(Path target) throws IOException {
    file.copy(content, target);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      loaded.values().forEach(AnomalyDetector::close);
      if (classifier != null) {
        classifier.close();
      }
    }
  }
}
