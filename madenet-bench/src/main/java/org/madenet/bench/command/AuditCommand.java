package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetAudit;
import org.madenet.data.ProblemPolicy;
import org.madenet.data.ReadOptions;
import org.madenet.data.image.ImageDecoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code madenet audit}: what a dataset holds and what is wrong with it. */
@Command(
    name = "audit",
    description = {
      "Counts a dataset's images and names every problem with its path.",
      "The exit code is 0 whatever is found, but with --strict."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet audit tiles")
public final class AuditCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The dataset's folder; its layout is recognised.")
  private Path folder;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = "The layout, where more than one fits; madenet info lists them.")
  private String layout;

  @Option(
      names = "--strict",
      description =
          "Exit code 2 if there are problems that train and evaluate would refuse without"
              + " --skip-problems.")
  private boolean strict;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    AnomalyDataset dataset =
        DataOptions.open(
            folder, layout, ReadOptions.DEFAULT.withPolicy(ProblemPolicy.SKIP_WITH_COUNT));
    try (Console.ProgressDisplay progress = console.progress()) {
      DatasetAudit audit = DatasetAudit.of(dataset, ImageDecoder.DEFAULT_MAX_PIXELS, progress);
      console.line(audit.toText().stripTrailing());
      boolean refused = audit.problems().stream().anyMatch(p -> p.kind().preventsUse());
      return strict && refused ? Failures.CALLERS : 0;
    }
  }
}
