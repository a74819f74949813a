package org.madenet.bench.evaluation;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.madenet.bench.report.ColourMap;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSource;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.core.io.AtomicFiles;
import org.madenet.data.BatchIterator;
import org.madenet.data.BatchOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.madenet.data.reader.ImageFiles;
import org.madenet.ism.Route;

/**
 * Scores and anomaly maps of images without ground truth. Two passes: the first scores all images
 * and finds the colour scale, the second draws every map in it.
 */
public final class ImagePredictions {

  private static final int BATCH = 8;

  private final AnomalyDetector detector;
  private final ProgressListener listener;

  /**
   * Predictions of one detector.
   *
   * @param detector stays open
   * @param listener told of progress
   */
  public ImagePredictions(AnomalyDetector detector, ProgressListener listener) {
    this.detector = detector;
    this.listener = listener;
  }

  /**
   * Whether a folder holds what {@link #write} wrote.
   *
   * @param folder need not exist
   * @return true if its scores name anomaly maps
   */
  public static boolean written(Path folder) {
    return !new PredictionFolder(folder).written().isEmpty();
  }

  /**
   * The images that files and folders name. Of folders, hidden files and anomaly maps of earlier
   * predictions are left out.
   *
   * @param inputs image files of any name, or folders with images at any depth; other files in
   *     folders are passed over, see {@link ImageFiles#isImage}
   * @return at least one, folders sorted by path
   * @throws IOException if one does not exist, or a folder has no image
   */
  public static List<Sample> samples(List<Path> inputs) throws IOException {
    List<Sample> samples = new ArrayList<>();
    EarlierMaps maps = new EarlierMaps();
    for (Path input : inputs) {
      if (!Files.exists(input)) {
        throw new NoSuchFileException(input.toString());
      }
      if (!Files.isDirectory(input)) {
        samples.add(sample(input.getFileName().toString(), input));
        continue;
      }
      int before = samples.size();
      try (Stream<Path> files = Files.walk(input)) {
        files
            .filter(f -> Files.isRegularFile(f) && ImageFiles.isImage(f))
            .sorted()
            .filter(f -> !hidden(relative(input, f)) && !maps.contains(f))
            .forEach(f -> samples.add(sample(relative(input, f), f)));
      }
      if (samples.size() == before) {
        throw new IOException(
            input + ": no image in this folder; JPEG, PNG, BMP and TIFF are read");
      }
    }
    return samples;
  }

  private static boolean hidden(String relative) {
    return relative.startsWith(".") || relative.contains("/.");
  }

  /** The anomaly maps that lie among the images. */
  private static final class EarlierMaps {
    private final Map<PredictionFolder, Set<Path>> byFolder = new HashMap<>();

    boolean contains(Path file) {
      return byFolder
          .computeIfAbsent(PredictionFolder.around(file), PredictionFolder::written)
          .contains(file.toAbsolutePath().normalize());
    }
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static Sample sample(String id, Path file) {
    return new Sample(id, "images", Split.TEST, false, Sample.GOOD, file, Optional.empty());
  }

  /**
   * Predicts and writes {@code scores.csv} and {@code maps/NUMBER.png}, instead of those of an
   * earlier prediction.
   *
   * @param samples the images
   * @param out an existing folder
   * @return how each image was served, in order; empty for detectors that do not choose
   * @throws IOException if a file cannot be written, or would replace one of somebody else
   * @throws java.io.UncheckedIOException if an image cannot be read; the message names it
   */
  public List<Route> write(List<Sample> samples, Path out) throws IOException {
    PredictionFolder folder = new PredictionFolder(out);
    folder.requireOwnMaps();
    requireNoMap(samples, folder);
    ImageSource images = SampleImages.normal(samples, detector.inputSize());
    MapScale.Builder builder = new MapScale.Builder();
    List<ScoredSample> scored = new ArrayList<>();
    predict(
        images,
        "scoring",
        (i, served) -> {
          Prediction prediction = served.prediction();
          scored.add(new ScoredSample(samples.get(i), prediction.score(), served.route()));
          builder.add(prediction.anomalyMap(), false);
          builder.add(prediction.anomalyMap(), true);
        });
    MapScale scale = builder.build();
    List<Route> routes = scored.stream().flatMap(s -> s.route().stream()).toList();
    CSVFormat format =
        RouteColumns.format(
            !routes.isEmpty(),
            "image",
            "score",
            PredictionFolder.MAP_COLUMN,
            "scale_low",
            "scale_high");
    folder.deleteMaps();
    // Before the maps: a prediction that stops in between knows which are its own.
    AtomicFiles.write(
        folder.scores(),
        to -> {
          Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
          CSVPrinter csv = new CSVPrinter(writer, format);
          for (int i = 0; i < scored.size(); i++) {
            ScoredSample s = scored.get(i);
            csv.printRecord(
                RouteColumns.row(
                    s.route(),
                    s.sample().image(),
                    s.score(),
                    PredictionFolder.map(i),
                    scale.low(),
                    scale.high()));
          }
          csv.flush();
        });
    Files.createDirectories(folder.maps());
    predict(
        images,
        "drawing anomaly maps",
        (i, served) ->
            AtomicFiles.write(
                out.resolve(PredictionFolder.map(i)),
                to ->
                    ImageIO.write(
                        ColourMap.picture(served.prediction().anomalyMap(), scale), "png", to)));
    return routes;
  }

  private static void requireNoMap(List<Sample> samples, PredictionFolder folder)
      throws IOException {
    Set<Path> written = folder.written();
    for (Sample sample : samples) {
      if (written.contains(sample.image().toAbsolutePath().normalize())) {
        throw new IOException(
            sample.image() + ": is a map of the last prediction, which this one would replace");
      }
    }
  }

  private interface Sink {
    void accept(int index, Served served) throws IOException;
  }

  private void predict(ImageSource images, String task, Sink sink) throws IOException {
    ProgressMeter meter = new ProgressMeter(listener, task, images.size());
    int done = 0;
    try (BatchIterator<ImageBatch> batches =
        BatchIterator.images(images, BatchOptions.inOrder(BATCH), 0)) {
      while (batches.hasNext()) {
        Stop.ifInterrupted();
        for (Served served : Served.of(detector, batches.next())) {
          sink.accept(done++, served);
        }
        meter.tell(done);
      }
    }
  }
}
