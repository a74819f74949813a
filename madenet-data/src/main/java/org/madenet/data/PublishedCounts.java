package org.madenet.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * How a dataset of ManuDefect-21's layout differs from the counts that the paper publishes (Table
 * 3, whose sums are in Table 2; see {@link ComponentCategory}).
 */
final class PublishedCounts {

  static final String LAYOUT = "manudefect-21";
  static final Map<ComponentCategory, Row> MANUDEFECT_21 = table();

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

  private static Map<ComponentCategory, Row> table() {
    Map<ComponentCategory, Row> rows = new EnumMap<>(ComponentCategory.class);
    for (ComponentCategory component : ComponentCategory.values()) {
      ComponentCategory.Counts counts = component.counts();
      rows.put(
          component,
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
    List<String> lines = new ArrayList<>();
    MANUDEFECT_21.forEach(
        (component, published) -> {
          AnomalyDataset here = dataset.filter(s -> is(component, s.category()));
          if (here.size() == 0) {
            lines.add(component + ": in Table 3, but not here");
          } else if (!Row.of(here).equals(published)) {
            lines.add(
                "%s: %s; Table 3 has %s"
                    .formatted(String.join(", ", here.categories()), Row.of(here), published));
          }
        });
    dataset.categories().stream()
        .filter(name -> ComponentCategory.byFolder(name).isEmpty())
        .forEach(name -> lines.add(name + ": not a component of Table 3"));
    return lines;
  }

  private static boolean is(ComponentCategory component, String category) {
    return ComponentCategory.byFolder(category).filter(component::equals).isPresent();
  }
}
