package org.madenet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.DetectorCost;
import org.madenet.core.DetectorTrainer;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.DetectorFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The distance to the mean training image, pixel by pixel: trains in no time. */
final class MeanImageDetector implements AnomalyDetector {

  static final ImageSize SIZE = ImageSize.square(16);

  /** Identifiers of the images that trainers have read. */
  static final Set<String> SEEN = new HashSet<>();

  /** How often a stage went on from a checkpoint. */
  static int resumptions;

  /** Whether the next stage is interrupted, as by Ctrl-C, after writing a checkpoint. */
  static boolean stopNext;

  record Options(int side) {}

  private final INDArray mean;
  private final Provenance provenance;

  private MeanImageDetector(INDArray mean, Provenance provenance) {
    this.mean = mean;
    this.provenance = provenance;
  }

  static DetectorCatalog catalog() {
    return new DetectorCatalog(
        List.of(
            new DetectorEntry<>(
                "mean",
                "Mean image",
                "distance to the mean image",
                false,
                List.of("standard"),
                settings ->
                    new DetectorEntry.Setup<>(
                        new Trainer(settings.seed()),
                        SIZE,
                        "{\"side\":16,\"seed\":" + settings.seed() + "}",
                        Optional.empty()),
                MeanImageDetector::load)));
  }

  private static MeanImageDetector load(Path file) throws IOException {
    DetectorFile saved = DetectorFile.read(file).requireKind("mean");
    return new MeanImageDetector(
        saved.tensor("mean", 1, 3, SIZE.height(), SIZE.width()), saved.provenance());
  }

  private record Trainer(long seed) implements DetectorTrainer<MeanImageDetector> {

    @Override
    public MeanImageDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
      read(validation);
      return new MeanImageDetector(mean(train, "fit", run), provenance(List.of("fit"), train));
    }

    @Override
    public MeanImageDetector fineTune(
        MeanImageDetector detector,
        LabelledImages train,
        LabelledImages validation,
        TrainingRun run) {
      read(validation);
      mean(train, "fine-tune", run);
      return new MeanImageDetector(
          detector.mean.dup(), provenance(List.of("fit", "fine-tune"), train));
    }

    @Override
    public DetectorCost cost() {
      long numbers = 3L * SIZE.pixels();
      return new DetectorCost(0, numbers, 4 * numbers, 4 * numbers, 1);
    }

    private Provenance provenance(List<String> stages, ImageSource train) {
      return new Provenance(
          "mean", stages, seed, "test", "test", Map.of("train", train.fingerprint()), Map.of());
    }

    private static INDArray mean(ImageSource images, String task, TrainingRun run) {
      Path checkpoint = run.checkpointFolder().orElseThrow().resolve(task + ".checkpoint");
      if (Files.exists(checkpoint)) {
        resumptions++;
      }
      if (stopNext) {
        stopNext = false;
        try {
          Files.writeString(checkpoint, task);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        Thread.currentThread().interrupt();
        throw new TrainingException("interrupted");
      }
      run.listener()
          .progress(new ProgressListener.Progress(task, 1, 1, Optional.empty(), Map.of()));
      run.listener().epoch(new ProgressListener.Epoch(task, 1, 0.5, 0.25));
      return read(images).mean(true, 0);
    }

    private static INDArray read(ImageSource images) {
      List<INDArray> all = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        SEEN.add(images.id(i));
        all.add(images.images(i).images());
      }
      return Nd4j.concat(0, all.toArray(INDArray[]::new));
    }
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public ImageSize inputSize() {
    return SIZE;
  }

  @Override
  public List<Prediction> predict(ImageBatch batch) {
    List<Prediction> predictions = new ArrayList<>();
    float[] expected = mean.dup('c').data().asFloat();
    float[] actual = batch.images().dup('c').data().asFloat();
    for (int i = 0; i < batch.size(); i++) {
      float[] map = new float[SIZE.pixels()];
      for (int p = 0; p < map.length; p++) {
        map[p] = Math.abs(actual[3 * i * map.length + p] - expected[p]);
      }
      AnomalyMap anomalyMap = new AnomalyMap(SIZE, map);
      predictions.add(new Prediction(batch.ids().get(i), anomalyMap, anomalyMap.max()));
    }
    return predictions;
  }

  @Override
  public void save(Path file) throws IOException {
    DetectorFile.write(file, provenance, new Options(SIZE.height()), Map.of("mean", mean));
  }

  @Override
  public void close() {}
}
