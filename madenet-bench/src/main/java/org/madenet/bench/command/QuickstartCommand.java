package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.madenet.bench.table.CategoryTable;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.TextTable;
import org.madenet.core.io.AtomicFiles;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.ism.MadeNetDetector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code madenet quickstart}: generate, train and evaluate in one go, by the commands of these
 * names.
 */
@Command(
    name = "quickstart",
    description = {
      "Makes a ManuDefect-mini, trains MADE-Net on it, or another detector, prints figures by",
      "category, of MADE-Net beside those of its parts, and writes a report. Stopped at any moment,",
      "the same command goes on where it was.",
      "Everything runs on this machine; the images are synthetic."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet quickstart --out quickstart")
public final class QuickstartCommand implements Callable<Integer> {

  private static final String VERBOSE = "--verbose";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "madenet-quickstart",
      description = "Folder for dataset, run and report. Default: madenet-quickstart.")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "made-net",
      description =
          "The detector; madenet info lists them. made-net trains the whole ensemble and compares it"
              + " with its parts. Default: made-net.")
  private String model;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "The detector's options to start from. Default: quick for made-net, else the detector's"
              + " first.")
  private String preset;

  @Option(
      names = "--categories",
      paramLabel = "NAME",
      description = "Component categories, separated by commas. Default: all 11.")
  private String categories;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "256",
      description = "Side of the images. Default: 256.")
  private int size;

  @Override
  public Integer call() throws IOException {
    String data = out.resolve("data").toString();
    String run = out.resolve("run").toString();
    String report = out.resolve("report").toString();
    List<String> generate =
        new ArrayList<>(List.of("generate", "--out", data, "--size", Integer.toString(size)));
    if (categories != null) {
      generate.addAll(List.of("--categories", categories));
    }
    boolean whole = model.equals(MadeNetDetector.KIND);
    List<String> train = new ArrayList<>();
    train.addAll(whole ? List.of("ensemble") : List.of("train", "--model", model));
    train.addAll(List.of("--data", data, "--out", run));
    if (preset != null || whole) {
      train.addAll(List.of("--preset", preset == null ? "quick" : preset));
    }
    List<String> evaluate =
        new ArrayList<>(List.of("evaluate", "--data", data, "--model", run, "--out", report));
    if (whole) {
      evaluate.add("--with-submodels");
    }
    List<List<String>> steps = List.of(generate, train, evaluate);
    Console console = Console.of(spec);
    // Each step is parsed anew, and would forget it.
    boolean verbose = spec.root().findOption(VERBOSE).getValue();
    for (List<String> step : steps) {
      console.line("> madenet " + String.join(" ", step));
      List<String> words = new ArrayList<>(step);
      if (verbose) {
        words.add(VERBOSE);
      }
      int code = spec.parent().commandLine().execute(words.toArray(String[]::new));
      if (code != 0) {
        return code;
      }
    }
    if (!whole) {
      table(console);
    }
    console.line(
        "These figures are of " + MiniGenerator.LABEL + " and say nothing about real factories.");
    console.line("Open " + out.resolve("report/report.html"));
    return 0;
  }

  /** Of MADE-Net the evaluation itself prints one, with its parts. */
  private void table(Console console) throws IOException {
    TextTable table =
        CategoryTable.of(
            List.of(
                MethodResult.read(
                    model.toUpperCase(Locale.ROOT), out.resolve("report/metrics.json"))));
    AtomicFiles.writeString(out.resolve("report/table.md"), table.toMarkdown());
    console.line("");
    console.line(table.toText());
  }
}
