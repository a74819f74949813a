package org.example;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.TrainingRun;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.madenet.data.ValidationSplit;
import org.madenet.data.manudefect.ComponentCategory;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.mini.MiniOptions;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SfadOptions;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;

/** Trains a detector on pictures of good parts, and scores others. */
public final class InspectParts {

  private InspectParts() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args.length > 0 ? args[0] : "target/parts");
    if (args.length == 0) {
      // Pictures that everybody has: rendered transistors. Name a folder of your own in its place.
      new MiniGenerator(
              MiniOptions.defaults()
                  .withSize(128)
                  .withCategories(EnumSet.of(ComponentCategory.SOT)))
          .generate(folder, ProgressListener.NONE);
    }

    ImageSize size = ImageSize.square(128);
    AnomalyDataset parts = Datasets.open(folder);
    List<Sample> good = parts.split(Split.TRAIN).normal().samples();
    ValidationSplit split = ValidationSplit.of(good, 0);

    SfadOptions options = SfadPresets.LITE.toBuilder().inputSize(size).build();
    try (SfadDetector detector =
        new SfadTrainer(options)
            .fit(
                SampleImages.normal(split.train(), size),
                SampleImages.normal(split.validation(), size),
                TrainingRun.quiet())) {
      detector.save(Path.of("target/parts.madenet"));

      LabelledImages test = SampleImages.labelled(parts.split(Split.TEST).samples(), size);
      int[] all = IntStream.range(0, test.size()).toArray();
      for (Prediction prediction : detector.predict(test.images(all))) {
        System.out.printf("%8.3f  %s%n", prediction.score(), prediction.id());
      }
    }
  }
}
