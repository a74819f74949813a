package org.madenet.bench.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.experiment.Method;
import org.madenet.core.DetectorCost;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.nn.Acceleration;
import org.madenet.data.DatasetReader;
import org.madenet.data.Datasets;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetPresets;
import org.madenet.ism.Submodel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet info}: versions, backend and device, detectors with their presets, layouts. */
@Command(
    name = "info",
    description = "Shows versions, backend and device, the detectors and their presets.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {"  madenet info", "  madenet info --model sfad --preset lite"})
public final class InfoCommand implements Callable<Integer> {

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Option(names = "--model", paramLabel = "NAME", description = "Show this detector's options.")
  private String model;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "With --model: options of this preset; by default of the detector's default.")
  private String preset;

  /**
   * The command.
   *
   * @param detectors what it lists
   */
  public InfoCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    if (model == null) {
      if (preset != null) {
        throw new CallerMistakeException("--preset needs --model: name the detector too");
      }
      system(console);
    } else if (model.equals(MadeNetDetector.KIND)) {
      madeNet(console);
    } else {
      options(console);
    }
    return 0;
  }

  private void system(Console console) {
    for (Map.Entry<String, String> row : BackendInfo.current().rows().entrySet()) {
      row(console, row.getKey(), row.getValue());
    }
    row(console, "acceleration", acceleration(Acceleration.status()));
    console.line("");
    console.line("Detectors (presets, the default first):");
    for (DetectorEntry<?> entry : detectors.entries()) {
      console.line(
          "  %-9s (%s) %s"
              .formatted(entry.name(), String.join(", ", entry.presets()), entry.summary()));
    }
    console.line("");
    console.line("By madenet ensemble:");
    console.line(
        "  %-9s (%s) %s"
            .formatted(
                MadeNetDetector.KIND,
                String.join(", ", MadeNetPresets.names()),
                "the detectors of MADE-Net and the choice between them (paper, 3.4 and 3.5)"));
    console.line("");
    console.line("Methods of madenet tables:");
    for (Method method : Method.all(detectors)) {
      console.line("  " + method.name());
    }
    console.line("");
    console.line("Dataset layouts:");
    for (DatasetReader reader : Datasets.readers()) {
      console.line("  %-14s%s".formatted(reader.layout(), reader.lookedFor()));
    }
  }

  private static void row(Console console, String name, String value) {
    console.line("%-24s%s".formatted(name, value));
  }

  /** The line of a status: what networks compute through and, where that is slow, why. */
  static String acceleration(Acceleration.Status status) {
    return status.layers() ? "on, " + status.library() : "off: " + status.reason();
  }

  private void madeNet(Console console) {
    String chosen = preset == null ? MadeNetPresets.names().iterator().next() : preset;
    try {
      console.line(
          "%s, preset %s: its own options; madenet info --model %s has those of a part"
              .formatted(MadeNetDetector.KIND, chosen, Submodel.SFAD.kind()));
      console.line(Json.indented(MadeNetPresets.named(chosen).toJson()));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private void options(Console console) {
    try {
      DetectorEntry<?> entry = detectors.entry(model);
      String chosen = preset == null ? entry.presets().get(0) : preset;
      DetectorEntry.Setup<?> setup = setup(entry, chosen);
      List<String> lines = new ArrayList<>();
      lines.add(entry.name() + ", preset " + chosen + ": " + entry.summary());
      lines.add(Json.indented(setup.options()));
      lines.forEach(console::line);
      costs(console, entry, preset == null ? entry.presets() : List.of(chosen));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private static DetectorEntry.Setup<?> setup(DetectorEntry<?> entry, String preset) {
    return entry.setup().apply(TrainingSettings.of(preset));
  }

  private static void costs(Console console, DetectorEntry<?> entry, List<String> presets) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("preset", "input", "GMAC", "parameters", "inference", "training step", "batch"));
    for (String preset : presets) {
      DetectorEntry.Setup<?> setup = setup(entry, preset);
      DetectorCost cost = setup.trainer().cost();
      rows.add(
          List.of(
              preset,
              setup.inputSize().toString(),
              String.format(Locale.ROOT, "%.2f", cost.multiplyAdds() / 1e9),
              String.format(Locale.ROOT, "%.2f M", cost.parameters() / 1e6),
              mebibytes(cost.inferenceBytes()),
              mebibytes(cost.trainingBytes()),
              Integer.toString(cost.trainingBatch())));
    }
    console.line("");
    console.line("Cost for one image, and memory of a training step, counted from the networks:");
    console.table(rows);
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
