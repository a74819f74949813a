package org.madenet.bench.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.madenet.core.ProgressListener;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: results to standard output, progress to standard error. */
final class Console {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;

  private Console(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  static Console of(CommandSpec spec) {
    return new Console(
        spec.commandLine().getOut(), spec.commandLine().getErr(), System.console() != null);
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void note(String text) {
    err.println(text);
    err.flush();
  }

  ProgressDisplay progress() {
    return terminal ? new ProgressBars() : new ProgressLines(err);
  }

  /**
   * Prints rows under a heading, columns aligned: the first to the left, others to the right.
   *
   * @param rows the heading first; all of one length
   */
  void table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    List<Integer> widths = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths.add(rows.stream().mapToInt(r -> r.get(column).length()).max().getAsInt());
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String pad = " ".repeat(widths.get(c) - row.get(c).length());
        line.append(c == 0 ? row.get(c) + pad : "  " + pad + row.get(c));
      }
      line(line.toString().stripTrailing());
    }
  }

  /** Shows progress until closed. */
  interface ProgressDisplay extends ProgressListener, AutoCloseable {
    @Override
    void close();
  }
}
