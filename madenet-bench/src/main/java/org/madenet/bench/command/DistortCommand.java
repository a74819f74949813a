package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.madenet.bench.report.DistortionSheet;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.PatchOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet distort}: LPD's patch distortions for a person to look at. */
@Command(
    name = "distort",
    description =
        "Pastes patches into normal training images as LPD does, and writes them with their"
            + " measurements: a page to look at, and a table.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet distort --data tiles --count 40 --out distortions")
public final class DistortCommand implements Callable<Integer> {

  private static final int MAX_COUNT = 10_000;
  private static final int MAX_SIZE = 4096;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for distortions.html and distortions.csv.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many images, drawn at random. Default: 40.")
  private int count;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "256",
      description = "Side of the images. Default: 256.")
  private int size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The one seed of all randomness. Default: 0.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    CallerMistakeException.unlessWithin("--count", count, 1, MAX_COUNT);
    CallerMistakeException.unlessWithin("--size", size, 8, MAX_SIZE);
    Console console = Console.of(spec);
    List<Sample> samples = data.open(Split.TRAIN, console).normal().samples();
    if (samples.isEmpty()) {
      throw new CallerMistakeException("there are no normal training images to distort");
    }
    Output.prepare(out);
    ImageSize side = ImageSize.square(size);
    NormalImages images = SampleImages.normal(samples, side);
    PatchDistortion distortion = new PatchDistortion(PatchOptions.defaults());
    RandomStreams streams = new RandomStreams(seed).forPurpose("distort");
    DistortionSheet sheet = new DistortionSheet("Patch distortions", side);
    int[] order = streams.permutation(images.size());
    for (int i = 0; i < count; i++) {
      int index = order[i % order.length];
      float[] image = images.images(index).images().dup('c').data().asFloat();
      sheet.add(images.id(index), distortion.distort(image, side, streams.at(i)));
    }
    AtomicFiles.writeString(out.resolve("distortions.html"), sheet.html(distortion.counts()));
    AtomicFiles.writeString(out.resolve("distortions.csv"), sheet.csv());
    console.line(
        String.format(
            Locale.ROOT,
            "%d of %d images got a patch; the gate rejected %.0f %% of the patches. Look at %s",
            distortion.counts().pasted(),
            count,
            100 * distortion.counts().rejectedShare(),
            out.resolve("distortions.html")));
    return 0;
  }
}
