package org.madenet.data;

/** What to do with samples that cannot be used. The caller decides; no reader does. */
public enum ProblemPolicy {
  /** Throw a {@link DatasetException} that lists every problem. */
  FAIL,
  /** Leave those samples out, and list the problems in {@link AnomalyDataset#problems()}. */
  SKIP_WITH_COUNT
}
