package org.madenet.data;

import java.util.List;
import java.util.Locale;

/** An audit as plain text. */
final class AuditText {

  private AuditText() {}

  static String of(DatasetAudit audit) {
    AnomalyDataset dataset = audit.dataset();
    StringBuilder text = new StringBuilder();
    text.append("%s (%s): %d images".formatted(dataset.name(), dataset.layout(), audit.images()));
    audit.sizes().ifPresent(r -> text.append(", ").append(range(r)));
    text.append("\n\n");
    table(text, audit.counts());
    if (!dataset.notes().isEmpty()) {
      text.append('\n');
      dataset.notes().forEach(note -> text.append("Note: ").append(note).append('\n'));
    }
    if (!audit.deviations().isEmpty()) {
      text.append("\nCounts that are not those of the published dataset:\n");
      audit.deviations().forEach(line -> text.append("  ").append(line).append('\n'));
    } else if (dataset.layout().equals(PublishedCounts.LAYOUT)) {
      text.append("\nCounts are those of the published dataset, in every row of Table 3.\n");
    }
    text.append('\n');
    if (audit.problems().isEmpty()) {
      text.append("No problems.\n");
    } else {
      text.append("%d problems:\n".formatted(audit.problems().size()));
      audit
          .problems()
          .forEach(p -> text.append("  ").append(kind(p)).append("  ").append(p).append('\n'));
    }
    return text.toString();
  }

  private static String range(DatasetAudit.SizeRange r) {
    return "%d to %d rows, %d to %d columns"
        .formatted(r.minHeight(), r.maxHeight(), r.minWidth(), r.maxWidth());
  }

  private static void table(StringBuilder text, List<DatasetAudit.Count> counts) {
    int category = width("category", counts.stream().map(DatasetAudit.Count::category).toList());
    int type = width("defect type", counts.stream().map(DatasetAudit.Count::defectType).toList());
    String row = "%-" + category + "s  %-5s  %-" + type + "s  %7s  %7s\n";
    text.append(row.formatted("category", "split", "defect type", "images", "masks"));
    for (DatasetAudit.Count c : counts) {
      text.append(
          row.formatted(c.category(), lower(c.split()), c.defectType(), c.images(), c.masks()));
    }
    int images = counts.stream().mapToInt(DatasetAudit.Count::images).sum();
    int masks = counts.stream().mapToInt(DatasetAudit.Count::masks).sum();
    text.append(row.formatted("all", "", "", images, masks));
  }

  private static int width(String header, List<String> cells) {
    return Math.max(header.length(), cells.stream().mapToInt(String::length).max().orElse(0));
  }

  private static String lower(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private static String kind(Problem problem) {
    return problem.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
