package org.madenet.data.mini;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

/** What a ManuDefect-mini says of itself: its manifest's lines and its dataset card. */
final class MiniCard {

  static final String COLUMNS = "image,mask,category,split,label,defect_type,group,parameters,seed";

  /** The card's first line. */
  static final String TITLE = "# ManuDefect-mini\n";

  /** Raised when the same options no longer give the same images. */
  private static final int VERSION = 2;

  private static final String MADE_WITH = "- made with: ";

  private MiniCard() {}

  /** The options in one line. */
  static String describe(MiniOptions options) {
    return "generator "
        + VERSION
        + ", scale "
        + options.scale()
        + ", size "
        + options.size()
        + ", seed "
        + options.seed()
        + ", categories "
        + options.categories().stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  /** Refuses a finished dataset that was made with other options. */
  static void requireSame(Path card, MiniOptions options) throws IOException {
    String text = Files.exists(card) ? Files.readString(card, StandardCharsets.UTF_8) : "";
    if (text.lines().noneMatch((MADE_WITH + describe(options))::equals)) {
      throw new IOException(
          card.getParent()
              + " holds a finished dataset made with other options: name a new folder with --out,"
              + " or remove that one");
    }
  }

  /** A line of the manifest. */
  static String line(MiniPlan.Item item, Map<String, String> parameters) {
    return String.join(
        ",",
        item.image(),
        item.mask().orElse(""),
        item.category().name(),
        item.split(),
        item.type().isPresent() ? "1" : "0",
        item.defectType(),
        item.type().map(t -> t.group().name().toLowerCase(java.util.Locale.ROOT)).orElse(""),
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(";")),
        Long.toString(item.seed()));
  }

  /** The dataset card, in Markdown. */
  static String text(MiniOptions options, MiniPlan plan) {
    StringBuilder out = new StringBuilder();
    out.append(TITLE)
        .append("\n")
        .append("**These images are synthetic.** They are rendered by madenet as a stand-in for ")
        .append("ManuDefect-21, whose files are not public. They have its structure (11 component ")
        .append(
            "categories, 21 anomaly types, 82 pairs, the proportions of the paper's Table 3) so ")
        .append("that software can be tried and tested. Numbers measured on them are no evidence ")
        .append("about real factories, and every table made from them must say '")
        .append(MiniGenerator.LABEL)
        .append("'.\n\n")
        .append("![contact sheet](contact-sheet.png)\n\n")
        .append(MADE_WITH)
        .append(describe(options))
        .append("\n- layout: `CATEGORY/train|test/good|TYPE/NUMBER.png`, masks in ")
        .append(
            "`CATEGORY/ground_truth/TYPE/NUMBER_mask.png` (test) and `ground_truth_train` (training); numbers are unique in a category\n")
        .append("- masks: 255 where the defect changes a colour by more than ")
        .append((int) Scene.VISIBLE)
        .append(" of 255 against the same scene without it, before sensor noise\n")
        .append(
            "- `manudefect-mini.csv`: every image with type, group and the defect's parameters\n")
        .append("- licence: the images are free of rights (CC0)\n\n")
        .append("| category | train good | train anomaly | test good | test anomaly | types |\n")
        .append("|---|---:|---:|---:|---:|---|\n");
    for (ComponentCategory category : options.categories()) {
      out.append("| ").append(category).append(" | ");
      for (String split : new String[] {"train", "test"}) {
        for (boolean anomalous : new boolean[] {false, true}) {
          long count =
              plan.items().stream()
                  .filter(i -> i.category() == category && i.split().equals(split))
                  .filter(i -> i.type().isPresent() == anomalous)
                  .count();
          out.append(count).append(" | ");
        }
      }
      out.append(
              category.types().stream().map(AnomalyType::folder).collect(Collectors.joining(", ")))
          .append(" |\n");
    }
    return out.toString();
  }
}
