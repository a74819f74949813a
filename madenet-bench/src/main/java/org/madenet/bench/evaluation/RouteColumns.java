package org.madenet.bench.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.madenet.ism.Route;
import org.madenet.ism.Submodel;

/** The columns of a {@code scores.csv} that only MADE-Net has: how each image was served. */
final class RouteColumns {

  private static final List<String> NAMES =
      List.of("predicted_category", "confidence", "submodel", "fallback");

  private RouteColumns() {}

  /** A header, with these columns at its end if they are wanted. */
  static CSVFormat format(boolean wanted, String... columns) {
    List<String> header = new ArrayList<>(Arrays.asList(columns));
    if (wanted) {
      header.addAll(NAMES);
    }
    return CSVFormat.RFC4180.builder().setHeader(header.toArray(String[]::new)).build();
  }

  /** A row, with the route at its end if there is one; {@code fallback} is 1 or 0. */
  static List<Object> row(Optional<Route> route, Object... cells) {
    List<Object> row = new ArrayList<>(Arrays.asList(cells));
    route.ifPresent(
        r -> {
          row.add(r.category());
          row.add(r.confidence());
          row.add(
              r.weights().keySet().stream().map(Submodel::kind).collect(Collectors.joining("+")));
          row.add(r.fallback() ? 1 : 0);
        });
    return row;
  }
}
