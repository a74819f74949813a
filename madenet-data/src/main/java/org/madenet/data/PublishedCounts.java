package org.madenet.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The counts of ManuDefect-21 as the paper publishes them (Table 3, whose sums are in Table 2), and
 * how a dataset of that layout differs.
 *
 * <p>The table prints 3285 normal training images of SOIC. That is a misprint of 3825: only so do
 * the row (4288 training images) and the column (23,953 normal ones) add up.
 */
final class PublishedCounts {

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
    rows.put("aluminum_capacitor", new Row(496, 9, 214, 4, 5));
    rows.put("bga", new Row(611, 183, 262, 79, 6));
    rows.put("capacitor", new Row(7007, 2938, 3004, 1260, 7));
    rows.put("dpak", new Row(517, 254, 222, 110, 8));
    rows.put("inductor", new Row(3485, 17, 1494, 8, 5));
    rows.put("qfn", new Row(1155, 286, 495, 123, 9));
    rows.put("qfp", new Row(4138, 542, 1774, 233, 10));
    rows.put("resistor", new Row(890, 1272, 382, 546, 8));
    rows.put("sod", new Row(1105, 932, 474, 400, 8));
    rows.put("soic", new Row(3825, 463, 1640, 199, 9));
    rows.put("sot", new Row(724, 201, 311, 87, 7));
    return rows;
  }

  /** One line per component that differs from the paper; none for datasets of other layouts. */
  static List<String> deviations(AnomalyDataset dataset) {
    if (!dataset.layout().equals("manudefect-21")) {
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
