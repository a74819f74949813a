package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.madenet.data.manudefect.ComponentCategory;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.mini.MiniOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet generate}: a ManuDefect-mini. */
@Command(
    name = "generate",
    description = {
      "Renders a ManuDefect-mini: synthetic photographs of board components with defects and masks.",
      "The same options give the same bytes everywhere. Stopped with Ctrl-C, the same command goes on."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet generate --out mini",
      "  madenet generate --out mini --scale 0.05 --categories QFP,RESISTOR --seed 1"
    })
public final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the dataset: new, empty, or of an interrupted generation.")
  private Path out;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "0.01",
      description = "Share of ManuDefect-21's 44,371 images, at most 1. Default: 0.01.")
  private double scale;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "256",
      description = "Side of the images. Default: 256.")
  private int size;

  @Option(
      names = "--categories",
      paramLabel = "NAME",
      split = ",",
      description = "Component categories. Default: all 11.")
  private Set<ComponentCategory> categories;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The one seed of all randomness. Default: 0.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    MiniOptions options;
    try {
      options =
          new MiniOptions(
              scale,
              size,
              categories == null ? EnumSet.allOf(ComponentCategory.class) : categories,
              seed);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
    try (Console.ProgressDisplay progress = console.progress()) {
      int images = new MiniGenerator(options).generate(out, progress);
      console.line(
          "%s: %d images (%s). Look at %s"
              .formatted(out, images, MiniGenerator.LABEL, out.resolve(MiniGenerator.SHEET)));
    }
    return 0;
  }
}
