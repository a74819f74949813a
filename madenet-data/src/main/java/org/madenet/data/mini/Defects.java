package org.madenet.data.mini;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.data.manudefect.AnomalyType;

/** Puts one defect into an assembly; the group's own class knows how. */
final class Defects {

  private Defects() {}

  /**
   * An assembly with a defect.
   *
   * @param assembly the changed assembly
   * @param parameters what was drawn, for the manifest
   */
  record Applied(Assembly assembly, Map<String, String> parameters) {}

  static Applied apply(AnomalyType type, Assembly assembly, SplittableRandom random) {
    Map<String, String> drawn = new LinkedHashMap<>();
    Assembly changed =
        switch (type.group()) {
          case MOUNTING -> new MountingDefects(assembly, random, drawn).apply(type);
          case SOLDERING -> new SolderDefects(assembly, random, drawn).apply(type);
          case CONTAMINATION -> new SurfaceDefects(assembly, random, drawn).apply(type);
        };
    return new Applied(changed, drawn);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
