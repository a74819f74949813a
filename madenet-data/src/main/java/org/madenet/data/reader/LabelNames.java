package org.madenet.data.reader;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words by which people mark normal and anomalous images. */
final class LabelNames {

  private static final Set<String> NORMAL = Set.of("normal", "good", "ok");
  private static final Set<String> ANOMALOUS =
      Set.of(
          "anomalous", "anomaly", "abnormal", "defect", "defects", "defective", "bad", "ng", "nok");

  private LabelNames() {}

  /** Whether a folder's name means anomalous; empty if it means neither. */
  static Optional<Boolean> ofFolder(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (NORMAL.contains(lower)) {
      return Optional.of(false);
    }
    return ANOMALOUS.contains(lower) ? Optional.of(true) : Optional.empty();
  }

  /** Whether a label in a table means anomalous, where 0 and 1 are usual too. */
  static Optional<Boolean> ofCell(String label) {
    return switch (label) {
      case "0" -> Optional.of(false);
      case "1" -> Optional.of(true);
      default -> ofFolder(label);
    };
  }
}
