package org.madenet.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * How a dataset of ManuDefect-21's layout differs from the counts that the paper publishes (Table
 * 3, whose sums are in Table 2; see {@link ComponentCategory}).
 */
final class PublishedCounts {

  static final String LAYOUT = "manudefect-21";
  static final Map<String, Row> MANUDEFECT_21 = table();

  private PublishedCounts() {}

  /** Images per split and label, and the number of defect types, of one component. */
  record Row(int trainGood, int trainAnomalous, int testGood, int testAnomalous, int defectTypes) {

    static Row of(AnomalyDataset category) {
      AnomalyDataset train = category.split(Split.TRAIN);
      AnomalyDataset test = category.split(Split.TEST);
      return new Row(
          train.normal().size(),
          train.anomalous().size(),
          test.normal().size(),
          test.anomalous().size(),
          category.defectTypes().size());
    }

    @Override
    public String toString() {
      return "%d + %d training, %d + %d test (normal + anomalous), %d defect types"
          .formatted(trainGood, trainAnomalous, testGood, testAnomalous, defectTypes);
    }
  }

  private static Map<String, Row> table() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (ComponentCategory component : ComponentCategory.values()) {
      ComponentCategory.Counts counts = component.counts();
      rows.put(
          component.name().toLowerCase(Locale.ROOT),
          new Row(
              counts.trainGood(),
              counts.trainAnomaly(),
              counts.testGood(),
              counts.testAnomaly(),
              component.types().size()));
    }
    return rows;
  }

  /** One line per component that differs from the paper; none for datasets of other layouts. */
  static List<String> deviations(AnomalyDataset dataset) {
    if (!dataset.layout().equals(LAYOUT)) {
      return List.of();
    }
    Map<String, String> names = new LinkedHashMap<>();
    dataset.categories().forEach(c -> names.put(c.toLowerCase(Locale.ROOT), c));
    List<String> lines = new ArrayList<>();
    MANUDEFECT_21.forEach(
        (component, published) -> {
          String name = names.remove(component);
          if (name == null) {
            lines.add(component.toUpperCase(Locale.ROOT) + ": in Table 3, but not here");
            return;
          }
          Row found = Row.of(dataset.category(name));
          if (!found.equals(published)) {
            lines.add("%s: %s; Table 3 has %s".formatted(name, found, published));
          }
        });
    names.values().forEach(name -> lines.add(name + ": not a component of Table 3"));
    return lines;
  }
}
