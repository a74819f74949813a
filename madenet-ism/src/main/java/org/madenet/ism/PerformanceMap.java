package org.madenet.ism;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.madenet.core.Checks;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * The performance map M of section 3.4: which submodel serves which category, and the figures that
 * say so. Immutable.
 *
 * @param alpha weight of the image AUROC against the pixel AP, in [0,1]
 * @param priorImages how many anomalous images the mean over all categories counts as beside a
 *     category's own, at least 0; see {@link #score}
 * @param measured what each submodel reached, by category; the same submodels everywhere
 * @param origins what it was measured on, by category
 * @param choices the chosen submodel of each category, which may be some of the measured ones: of a
 *     MADE-Net for one category the others' figures still count in {@link #score}
 */
public record PerformanceMap(
    double alpha,
    double priorImages,
    SortedMap<String, Map<Submodel, Performance>> measured,
    SortedMap<String, Origin> origins,
    SortedMap<String, Submodel> choices) {

  /** What counts less is not worth its time. */
  private static final double LEAST_WEIGHT = 0.01;

  /** What figures were measured on. */
  public enum Origin {
    /** Real anomalies of the validation part. */
    VALIDATION,
    /** Synthetic anomalies on normal images of the validation part: real ones were not known. */
    SYNTHETIC
  }

  /**
   * Copies the maps and checks that there are figures for every choice, and of the same submodels
   * for every category.
   */
  public PerformanceMap {
    Checks.probability("alpha", alpha);
    Checks.notNegative("priorImages", priorImages);
    SortedMap<String, Map<Submodel, Performance>> copy = new TreeMap<>();
    measured.forEach((category, row) -> copy.put(category, ordered(row)));
    measured = Collections.unmodifiableSortedMap(copy);
    origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
    if (!measured.keySet().containsAll(choices.keySet())
        || !origins.keySet().equals(measured.keySet())) {
      throw new IllegalArgumentException(
          "measured %s, but choices for %s and origins of %s"
              .formatted(measured.keySet(), choices.keySet(), origins.keySet()));
    }
    requireSameSubmodels(measured);
    requireFigures(measured, choices);
  }

  /** Or means over all categories would be of different ones, and some of none. */
  private static void requireSameSubmodels(SortedMap<String, Map<Submodel, Performance>> measured) {
    measured.forEach(
        (category, row) -> {
          String first = measured.firstKey();
          if (!row.keySet().equals(measured.get(first).keySet())) {
            throw new IllegalArgumentException(
                "category '%s' has figures of %s, but '%s' of %s; measure the same submodels on every category"
                    .formatted(category, row.keySet(), first, measured.get(first).keySet()));
          }
        });
  }

  private static void requireFigures(
      SortedMap<String, Map<Submodel, Performance>> measured, SortedMap<String, Submodel> choices) {
    choices.forEach(
        (category, choice) -> {
          Map<Submodel, Performance> row = measured.get(category);
          if (!row.containsKey(choice)) {
            throw new IllegalArgumentException(
                "the choice for category '%s' is %s, which has no figures there; choose one of %s"
                    .formatted(category, choice, row.keySet()));
          }
        });
  }

  private static Map<Submodel, Performance> ordered(Map<Submodel, Performance> row) {
    if (row.isEmpty()) {
      throw new IllegalArgumentException("a category needs at least one submodel");
    }
    return Collections.unmodifiableMap(new EnumMap<>(row));
  }

  /**
   * Chooses for each category the submodel with the highest {@link #score}; of equal ones the first
   * in the order of {@link Submodel}.
   *
   * @param alpha weight of the image AUROC
   * @param priorImages how many anomalous images the mean over all categories counts as
   * @param measured what each submodel reached, by category
   * @param origins what on, by category
   * @return the map
   */
  public static PerformanceMap of(
      double alpha,
      double priorImages,
      Map<String, Map<Submodel, Performance>> measured,
      Map<String, Origin> origins) {
    SortedMap<String, Submodel> first = new TreeMap<>();
    measured.forEach(
        (category, row) -> first.put(category, ordered(row).keySet().iterator().next()));
    PerformanceMap undecided =
        new PerformanceMap(
            alpha, priorImages, new TreeMap<>(measured), new TreeMap<>(origins), first);
    SortedMap<String, Submodel> choices = new TreeMap<>();
    measured.keySet().forEach(category -> choices.put(category, undecided.best(category)));
    return new PerformanceMap(alpha, priorImages, undecided.measured, undecided.origins, choices);
  }

  private Submodel best(String category) {
    Submodel best = null;
    for (Submodel submodel : measured.get(category).keySet()) {
      if (best == null || score(category, submodel) > score(category, best)) {
        best = submodel;
      }
    }
    return Objects.requireNonNull(best);
  }

  /**
   * What the choice goes by: {@link Performance#mean} of the category, drawn towards the submodel's
   * mean over all categories of the same origin, {@code (n own + k all) / (n + k)}, with n the
   * category's anomalous images and k {@link #priorImages}. A handful of images says little about
   * which submodel is best; what the submodel does elsewhere then says more. With k = 0 this is the
   * measure of section 3.4.
   *
   * @param category one of those that were measured
   * @param submodel one that was measured there
   * @return a figure in [0,1]
   * @throws IllegalArgumentException if there are no figures of the two; the message says of which
   *     there are
   */
  public double score(String category, Submodel submodel) {
    Map<Submodel, Performance> row = figures(category);
    Performance own = row.get(submodel);
    if (own == null) {
      throw new IllegalArgumentException(
          "%s was not measured on category '%s'; there are figures of %s"
              .formatted(submodel, category, row.keySet()));
    }
    return (own.anomalous() * own.mean(alpha)
            + priorImages * overall(submodel, origins.get(category)))
        / (own.anomalous() + priorImages);
  }

  private Map<Submodel, Performance> figures(String category) {
    Map<Submodel, Performance> row = measured.get(category);
    if (row == null) {
      throw new IllegalArgumentException(
          "this performance map knows no category '%s'; it knows %s"
              .formatted(category, String.join(", ", measured.keySet())));
    }
    return row;
  }

  /** The mean of one submodel over all anomalous images of an origin. */
  private double overall(Submodel submodel, Origin origin) {
    double sum = 0;
    long images = 0;
    for (Map.Entry<String, Map<Submodel, Performance>> row : measured.entrySet()) {
      Performance figures = row.getValue().get(submodel);
      if (origins.get(row.getKey()) == origin) {
        sum += figures.anomalous() * figures.mean(alpha);
        images += figures.anomalous();
      }
    }
    return sum / images;
  }

  /**
   * How much each submodel counts for a category where they are blended: {@code exp(score /
   * temperature)}, divided by the sum of all.
   *
   * @param category one of those that were measured
   * @param temperature above 0; towards 0 the best {@link #score} takes all, as in section 3.4, and
   *     the higher it is, the more alike they count
   * @return in (0,1], 1 in all; those below {@value #LEAST_WEIGHT} are left out
   * @throws IllegalArgumentException if there are no figures of the category, or the temperature is
   *     not above 0
   */
  public Map<Submodel, Double> weights(String category, double temperature) {
    return softmax(figures(category).keySet(), s -> score(category, s), temperature);
  }

  /**
   * The same for an image that is not recognised: by the submodels' means over all categories, of
   * real anomalies where there are any.
   *
   * @param temperature above 0
   * @return in (0,1], 1 in all; those below {@value #LEAST_WEIGHT} are left out
   * @throws IllegalArgumentException if the temperature is not above 0
   */
  public Map<Submodel, Double> weights(double temperature) {
    Origin origin = origins.containsValue(Origin.VALIDATION) ? Origin.VALIDATION : Origin.SYNTHETIC;
    return softmax(
        measured.get(measured.firstKey()).keySet(), s -> overall(s, origin), temperature);
  }

  private static Map<Submodel, Double> softmax(
      Set<Submodel> submodels, ToDoubleFunction<Submodel> score, double temperature) {
    Checks.positive("temperature", temperature);
    double highest = submodels.stream().mapToDouble(score).max().orElseThrow();
    Map<Submodel, Double> weights = new EnumMap<>(Submodel.class);
    submodels.forEach(
        s -> weights.put(s, StrictMath.exp((score.applyAsDouble(s) - highest) / temperature)));
    double all = sum(weights);
    weights.values().removeIf(weight -> weight < LEAST_WEIGHT * all);
    double rest = sum(weights);
    weights.replaceAll((submodel, weight) -> weight / rest);
    return weights;
  }

  private static double sum(Map<Submodel, Double> weights) {
    return weights.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The same figures with the paper's choices, Table 6: SFAD for BGA, QFP, QFN and SOIC, LPD for
   * DPAK, SOD and SOT, SRAD for ALUMINUM_CAPACITOR, CAPACITOR, INDUCTOR and RESISTOR, however their
   * folders spell them. Categories of other names, and those whose submodel was left out, keep
   * their choice.
   *
   * @return another map
   */
  public PerformanceMap withPaperChoices() {
    SortedMap<String, Submodel> other = new TreeMap<>(choices);
    other.replaceAll(
        (category, chosen) -> {
          Submodel wanted = paperChoice(category).orElse(chosen);
          return measured.get(category).containsKey(wanted) ? wanted : chosen;
        });
    return new PerformanceMap(alpha, priorImages, measured, origins, other);
  }

  /**
   * The same figures without those of one submodel: for ablations. What had chosen it chooses anew,
   * by what was measured.
   *
   * @param submodel to be left out
   * @return another map
   * @throws IllegalArgumentException if a category would be left with nothing to choose from
   */
  public PerformanceMap without(Submodel submodel) {
    SortedMap<String, Map<Submodel, Performance>> rest = new TreeMap<>();
    measured.forEach(
        (category, row) -> {
          Map<Submodel, Performance> remaining = new EnumMap<>(row);
          remaining.remove(submodel);
          rest.put(category, ordered(remaining));
        });
    SortedMap<String, Submodel> anew = of(alpha, priorImages, rest, origins).choices();
    SortedMap<String, Submodel> others = new TreeMap<>(choices);
    others.replaceAll((category, chosen) -> chosen == submodel ? anew.get(category) : chosen);
    return new PerformanceMap(alpha, priorImages, rest, origins, others);
  }

  /**
   * The same for one category: its choice alone, by figures of all of them, so that what is chosen
   * after {@link #without} does not depend on which of the two came first.
   *
   * @param category one of {@link #categories()}
   * @return another map
   */
  PerformanceMap only(String category) {
    return new PerformanceMap(alpha, priorImages, measured, origins, row(choices, category));
  }

  static <T> SortedMap<String, T> row(SortedMap<String, T> of, String category) {
    return new TreeMap<>(Map.of(category, of.get(category)));
  }

  /**
   * The paper's Table 6.
   *
   * @param category name of a category, as {@link ComponentCategory#byFolder} reads it
   * @return what serves that component of ManuDefect-21; empty if it is none of them
   */
  public static Optional<Submodel> paperChoice(String category) {
    return ComponentCategory.byFolder(category).map(PerformanceMap::inPaper);
  }

  /**
   * The categories whose choice is that of the paper's Table 6.
   *
   * @return sorted
   */
  public List<String> chosenAsInPaper() {
    return choices.entrySet().stream()
        .filter(choice -> paperChoice(choice.getKey()).equals(Optional.of(choice.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Submodel inPaper(ComponentCategory component) {
    return switch (component) {
      case BGA, QFP, QFN, SOIC -> Submodel.SFAD;
      case DPAK, SOD, SOT -> Submodel.LPD;
      case ALUMINUM_CAPACITOR, CAPACITOR, INDUCTOR, RESISTOR -> Submodel.SRAD;
    };
  }

  /**
   * The categories that something is chosen for.
   *
   * @return sorted
   */
  public List<String> categories() {
    return List.copyOf(choices.keySet());
  }
}
