package org.madenet.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.madenet.core.ProgressListener;

/** Names the category in what it passes on, and keeps the losses of every epoch. */
final class CategoryListener implements ProgressListener {

  private final String category;
  private final ProgressListener next;
  private final List<Epoch> epochs = new ArrayList<>();

  CategoryListener(String category, ProgressListener next) {
    this.category = category;
    this.next = next;
  }

  @Override
  public void progress(Progress progress) {
    next.progress(
        new Progress(
            category + ", " + progress.task(),
            progress.done(),
            progress.total(),
            progress.remaining(),
            progress.figures()));
  }

  @Override
  public void epoch(Epoch epoch) {
    epochs.add(epoch);
    next.epoch(epoch);
  }

  /** The epochs so far, in order. */
  List<Epoch> epochs() {
    return epochs;
  }
}
