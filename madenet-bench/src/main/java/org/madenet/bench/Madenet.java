package org.madenet.bench;

import java.util.Arrays;
import java.util.Locale;
import org.madenet.bench.command.AuditCommand;
import org.madenet.bench.command.BudgetCommand;
import org.madenet.bench.command.ChartCommand;
import org.madenet.bench.command.DistortCommand;
import org.madenet.bench.command.EnsembleCommand;
import org.madenet.bench.command.EvaluateCommand;
import org.madenet.bench.command.Failures;
import org.madenet.bench.command.GenerateCommand;
import org.madenet.bench.command.InfoCommand;
import org.madenet.bench.command.Interruption;
import org.madenet.bench.command.PredictCommand;
import org.madenet.bench.command.QuickstartCommand;
import org.madenet.bench.command.TablesCommand;
import org.madenet.bench.command.TrainCommand;
import org.madenet.core.backend.LibraryVersions;
import org.madenet.core.backend.NativeHeap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code madenet} program. */
@Command(
    name = "madenet",
    description = "Visual anomaly detection for manufacturing.",
    mixinStandardHelpOptions = true,
    versionProvider = Madenet.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet quickstart",
      "  madenet audit tiles",
      "  madenet train --data tiles --model sfad --out run",
      "  madenet evaluate --data tiles --model run --out report",
      "",
      "madenet COMMAND --help explains a command."
    })
public final class Madenet implements Runnable {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print log messages, and the stack trace of a failure.")
  private boolean verbose;

  private Madenet() {}

  /**
   * The command line over the detectors that madenet comes with.
   *
   * @return parses and runs
   */
  public static CommandLine commandLine() {
    return commandLine(DetectorCatalog.standard());
  }

  /**
   * The command line over other detectors.
   *
   * @param detectors what can be trained and loaded
   * @return parses and runs
   */
  public static CommandLine commandLine(DetectorCatalog detectors) {
    Madenet madenet = new Madenet();
    return new CommandLine(madenet)
        .addSubcommand(new QuickstartCommand())
        .addSubcommand(new GenerateCommand())
        .addSubcommand(new AuditCommand())
        .addSubcommand(new DistortCommand())
        .addSubcommand(new TrainCommand(detectors))
        .addSubcommand(new EnsembleCommand(detectors))
        .addSubcommand(new EvaluateCommand(detectors))
        .addSubcommand(new PredictCommand(detectors))
        .addSubcommand(new TablesCommand(detectors))
        .addSubcommand(new BudgetCommand(detectors))
        .addSubcommand(new ChartCommand())
        .addSubcommand(new InfoCommand(detectors))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionStrategy(
            parsed -> {
              try {
                return new CommandLine.RunLast().execute(parsed);
              } catch (Error e) {
                return Failures.report(
                    e, parsed.commandSpec().commandLine().getErr(), madenet.verbose);
              }
            })
        .setExecutionExceptionHandler(
            (failure, at, parsed) -> Failures.report(failure, at.getErr(), madenet.verbose));
  }

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args command and options
   */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--verbose")) {
      System.setProperty(LOG_LEVEL, "info");
    }
    System.setProperty("java.awt.headless", "true");
    // Numbers in results are the same everywhere; some locales have other digits.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    NativeHeap.returnLargeBlocks();
    int code = Interruption.guard(() -> commandLine().execute(args));
    System.exit(code);
  }

  /** Without a command there is nothing to do but to explain. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }

  /** The version for {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"madenet " + LibraryVersions.madenet()};
    }
  }
}
