package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.madenet.bench.report.BenchmarkChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code madenet chart}: benchmark results as a picture. */
@Command(
    name = "chart",
    description = {
      "Draws a result file of JMH, as java -jar madenet-benchmarks.jar DetectorBenchmark -rf json",
      "-rff result.json writes it."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet chart result.json --title laptop --out result.png")
public final class ChartCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RESULT", description = "What JMH wrote with -rf json.")
  private Path results;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "A PNG file; replaced if it exists.")
  private Path out;

  @Option(
      names = "--title",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Written above the chart, for instance the device.")
  private String title;

  @Override
  public Integer call() throws IOException {
    BenchmarkChart.write(results, title, out);
    Console.of(spec).line("Chart: " + out);
    return 0;
  }
}
