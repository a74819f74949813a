package org.madenet.bench.command;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar per task, on a terminal. */
final class ProgressBars implements Console.ProgressDisplay {

  private String task = "";
  private ProgressBar bar;
  private volatile Optional<Duration> remaining = Optional.empty();

  @Override
  public void progress(Progress progress) {
    if (!progress.task().equals(task)) {
      close();
      task = progress.task();
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(progress.total())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setEtaFunction(state -> remaining)
              .build();
    }
    remaining = progress.remaining();
    bar.maxHint(progress.total());
    bar.stepTo(progress.done());
    bar.setExtraMessage(figures(progress));
    if (progress.done() == progress.total()) {
      close();
    }
  }

  static String figures(Progress progress) {
    return new TreeMap<>(progress.figures())
        .entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    task = "";
  }
}
