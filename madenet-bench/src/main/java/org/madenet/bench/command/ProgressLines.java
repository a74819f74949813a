package org.madenet.bench.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Plain lines, for logs: at a task's start and end, and every few seconds between. */
final class ProgressLines implements Console.ProgressDisplay {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintWriter err;
  private String task = "";
  private long last;

  ProgressLines(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void progress(Progress progress) {
    boolean first = !progress.task().equals(task);
    boolean end = progress.done() == progress.total();
    if (first || end || System.nanoTime() - last >= INTERVAL.toNanos()) {
      task = end ? "" : progress.task();
      last = System.nanoTime();
      err.println(line(progress, !first));
      err.flush();
    }
  }

  private static String line(Progress progress, boolean withTimeLeft) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s: %d of %d (%d %%)",
                progress.task(),
                progress.done(),
                progress.total(),
                100 * progress.done() / Math.max(1, progress.total())));
    Optional<Duration> left = progress.remaining().filter(d -> withTimeLeft && !d.isZero());
    left.ifPresent(d -> line.append(", ").append(words(d)).append(" left"));
    String figures = ProgressBars.figures(progress);
    return figures.isEmpty() ? line.toString() : line.append(", ").append(figures).toString();
  }

  /** A duration for people: {@code 4 s}, {@code 12 min 5 s}, {@code 2 h 3 min}. */
  static String words(Duration duration) {
    long seconds = duration.plusMillis(500).toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  @Override
  public void close() {
    err.flush();
  }
}
