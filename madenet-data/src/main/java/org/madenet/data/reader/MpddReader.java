package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.ReadOptions;

/**
 * MPDD, metal parts (Jezek et al. 2021): the layout of MVTec AD, recognised by the names of its six
 * categories, or some of them.
 */
public final class MpddReader implements DatasetReader {

  private static final Set<String> CATEGORIES =
      Set.of(
          "bracket_black", "bracket_brown", "bracket_white", "connector", "metal_plate", "tubes");

  static boolean hasNames(Path root) throws IOException {
    return MvtecLayout.hasOnly(
        root, name -> CATEGORIES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")));
  }

  @Override
  public String layout() {
    return "mpdd";
  }

  @Override
  public String lookedFor() {
    return "folders as in mvtec-ad, all of them named like MPDD's categories (bracket_black, ...)";
  }

  @Override
  public boolean recognises(Path root) throws IOException {
    return hasNames(root) && !MvtecLayout.hasDefectsForTraining(root);
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    return MvtecLayout.read(root, layout());
  }
}
