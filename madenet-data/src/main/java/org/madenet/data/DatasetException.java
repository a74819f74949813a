package org.madenet.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A dataset cannot be used as it is. The message names the first problems with their paths. */
public class DatasetException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final transient List<Problem> problems;

  /**
   * An exception about the dataset as a whole.
   *
   * @param message what is wrong, where, and what to do
   */
  public DatasetException(String message) {
    super(message);
    this.problems = List.of();
  }

  /**
   * An exception about single files.
   *
   * @param what which dataset has the problems
   * @param problems all of them, at least one
   */
  public DatasetException(String what, List<Problem> problems) {
    super(message(what, problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(String what, List<Problem> problems) {
    String shown =
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return "%s has %d problem%s: %s%s. Mend or remove the files, or skip them with a count"
        .formatted(
            what,
            problems.size(),
            problems.size() == 1 ? "" : "s",
            shown,
            more > 0 ? "; and " + more + " more" : "");
  }

  /**
   * The problems that caused this.
   *
   * @return all of them; empty if the dataset as a whole was not understood
   */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
