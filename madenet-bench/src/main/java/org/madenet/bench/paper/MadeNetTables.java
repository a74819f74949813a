package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.madenet.bench.experiment.CellKey;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.experiment.Method.Role;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.TableDocument.Section;
import org.madenet.bench.table.TextTable;
import org.madenet.core.Stage;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/** Tables 5, 6 and 7: what leaving out, choosing and not choosing does, after one stage. */
final class MadeNetTables {

  private static final List<String> ALL =
      List.of("image_auroc", "image_ap", "pixel_auroc", "pixel_ap");
  private static final List<String> JUDGED = List.of("image_auroc", "pixel_ap");

  private final ExperimentResults results;
  private final PublishedFigures published;
  private final Stage stage;

  MadeNetTables(ExperimentResults results, PublishedFigures published, Stage stage) {
    this.results = results;
    this.published = published;
    this.stage = stage;
  }

  /** Those that the methods allow. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (has(Role.WHOLE, Role.ABLATION, Role.BLENDED_ABLATION)) {
      sections.add(ablation());
    }
    if (has(Role.WHOLE)) {
      sections.add(choices());
    }
    if (has(Role.WHOLE, Role.BLENDED, Role.TOLD_CATEGORY)) {
      sections.add(selection());
    }
    return sections;
  }

  private boolean has(Role... roles) {
    return !results.methods(stage, roles).isEmpty();
  }

  /** Table 5. */
  private Section ablation() {
    List<String> names = new ArrayList<>();
    List<Cells> rows = new ArrayList<>();
    List<Method> methods = new ArrayList<>(results.methods(stage, Role.WHOLE, Role.ABLATION));
    methods.addAll(results.methods(stage, Role.BLENDED, Role.BLENDED_ABLATION));
    for (Method method : methods) {
      names.add(method.title());
      rows.add(means(method.title(), results.of(method.name(), stage), ALL, 5));
    }
    return new Section(
        "table-5-" + stage,
        new TextTable(
            "Table 5. MADE-Net without one submodel, after stage %s, on %s"
                .formatted(stage, results.dataset()),
            "Method",
            List.of(
                new TextTable.Group("Image level", List.of("AUROC", "AP")),
                new TextTable.Group("Pixel level", List.of("AUROC", "AP"))),
            Cells.bestOfColumns(names, rows)),
        List.of(
            "The others are trained and calibrated as before; what had chosen the one left out"
                + " chooses anew, by its figures on the validation part. Blended, the others share"
                + " its weight."));
  }

  private Cells means(String title, List<MethodResult> of, List<String> metrics, int table) {
    Cells cells = new Cells();
    for (String metric : metrics) {
      cells.add(
          ExperimentResults.mean(of, metric),
          published.figure(table, "Mean", title, stage, metric));
    }
    return cells;
  }

  /** Table 6. */
  private Section choices() {
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : results.categories()) {
      Map<Submodel, Integer> counts = new TreeMap<>();
      for (long seed : results.seeds()) {
        SortedMap<String, Submodel> chosen =
            results.choices().get(new CellKey(MadeNetDetector.KIND, stage, seed));
        counts.merge(chosen.get(category), 1, Integer::sum);
      }
      rows.add(
          new TextTable.Row(
              category,
              List.of(
                  counts.entrySet().stream()
                      .sorted(Map.Entry.<Submodel, Integer>comparingByValue().reversed())
                      .map(e -> e.getKey() + " " + e.getValue())
                      .collect(Collectors.joining(", ")),
                  PerformanceMap.paperChoice(category).map(Submodel::toString).orElse("-"))));
    }
    return new Section(
        "table-6-" + stage,
        new TextTable(
            "Table 6. The submodel that serves each category, after stage %s, on %s"
                .formatted(stage, results.dataset()),
            "Category",
            List.of(
                new TextTable.Group(
                    "Submodel", List.of("chosen, and by how many seeds", "published"))),
            rows),
        stage == Stage.FIT
            ? List.of(
                "Before stage two no real anomaly is known: the choice is made by synthetic ones.")
            : List.of());
  }

  /** Table 7. */
  private Section selection() {
    List<String> names = new ArrayList<>();
    List<Cells> rows = new ArrayList<>();
    List<Method> parts = results.methods(stage, Role.SUBMODEL);
    for (Method part : parts) {
      names.add(part.title() + " only");
      rows.add(means(part.title(), results.of(part.name(), stage), JUDGED, 7));
    }
    for (Method method : results.methods(stage, Role.WHOLE, Role.BLENDED, Role.TOLD_CATEGORY)) {
      names.add(method.title() + (method.role() == Role.BLENDED ? " (no choice)" : " (selection)"));
      rows.add(means(method.title(), results.of(method.name(), stage), JUDGED, 7));
    }
    List<TextTable.Row> table = new ArrayList<>(Cells.bestOfColumns(names, rows));
    if (parts.size() > 1) {
      table.add(
          means("oracle", oracle(parts), JUDGED, 7).row("Oracle (best submodel per category)", 2));
    }
    return new Section(
        "table-7-" + stage,
        new TextTable(
            "Table 7. With and without selection, after stage %s, on %s"
                .formatted(stage, results.dataset()),
            "Method",
            List.of(new TextTable.Group("Mean", List.of("image AUROC", "pixel AP"))),
            table),
        List.of(
            "Single submodels are told the category; MADE-Net has to recognise it, unless it is told"
                + " as well. Blended, all submodels score every image; their calibrated scores and"
                + " maps are averaged, weighted by what chooses otherwise (softmax, temperature "
                + MadeNetDetector.TEMPERATURE
                + "). The oracle takes"
                + " for each category and seed the submodel with the highest 0.5 AUROC + 0.5 AP on"
                + " the test part, which no method can know beforehand: no fixed choice per category"
                + " has a higher sum of the two. One of the two, a choice per image and a blend can"
                + " be above it."));
  }

  /** For each seed and category the result of the submodel that was best on the test part. */
  private List<MethodResult> oracle(List<Method> parts) {
    List<MethodResult> oracles = new ArrayList<>();
    for (int seed = 0; seed < results.seeds().size(); seed++) {
      Map<String, Map<String, Double>> best = new LinkedHashMap<>();
      for (String category : results.categories()) {
        double highest = Double.NEGATIVE_INFINITY;
        for (Method part : parts) {
          MethodResult result = results.of(part.name(), stage).get(seed);
          double score =
              result.figure(category, "image_auroc").orElse(0)
                  + result.figure(category, "pixel_ap").orElse(0);
          if (score > highest) {
            highest = score;
            best.put(category, result.categories().getOrDefault(category, Map.of()));
          }
        }
      }
      oracles.add(new MethodResult("oracle", results.dataset(), best));
    }
    return oracles;
  }
}
