package org.madenet.bench.experiment;

import java.nio.file.Path;
import org.madenet.core.Stage;

/**
 * What one set of figures is of.
 *
 * @param method name of the {@link Method}
 * @param stage after which stage
 * @param seed of all randomness
 */
public record CellKey(String method, Stage stage, long seed) {

  Path folder(Path experiment) {
    return experiment
        .resolve("cells")
        .resolve("seed-" + seed)
        .resolve(method)
        .resolve(stage.toString());
  }
}
