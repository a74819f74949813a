package org.madenet.bench.command;

import java.util.List;
import org.madenet.bench.DetectorCatalog;
import picocli.CommandLine.Option;

/** Which detectors are trained for each category by itself. */
final class DivisionOptions {

  @Option(
      names = "--per-category",
      split = ",",
      paramLabel = "NAME",
      description =
          "Detectors of which each category gets its own; the others are trained once for all"
              + " categories, and with "
              + DetectorCatalog.NONE
              + " every one is, but SimpleNet, which always has one each. Default: srad.")
  private List<String> perCategory = List.of();

  /** The names that were given; none if there were none. */
  List<String> given() {
    return perCategory;
  }

  /**
   * The names, or the detectors' own division.
   *
   * @throws IllegalArgumentException if there is no detector of a name
   */
  List<String> perCategory(DetectorCatalog detectors) {
    return detectors.namesPerCategory(perCategory);
  }
}
