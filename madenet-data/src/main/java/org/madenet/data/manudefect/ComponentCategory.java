package org.madenet.data.manudefect;

import static org.madenet.data.manudefect.AnomalyType.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The 11 component categories with their counts (Table 3) and anomaly types.
 *
 * <p>The number of types of a category is Table 3's; which types they are the paper does not say,
 * so the sets here are this library's, chosen to fit the package. SOIC's normal training images are
 * printed as 3285; the row and the column only add up with 3825, which is what stands here.
 */
public enum ComponentCategory {
  /** Electrolytic capacitor in a round can. */
  ALUMINUM_CAPACITOR(
      new Counts(496, 9, 214, 4), EnumSet.of(MISSING_PART, SHIFT, WRONG_POLARITY, SCRATCH, STAIN)),
  /** Ball grid array. */
  BGA(
      new Counts(611, 183, 262, 79),
      EnumSet.of(MISSING_PART, INSUFFICIENT_SOLDER, EXCESS_SOLDER, BRIDGE, VOID, STAIN)),
  /** Ceramic chip capacitor. */
  CAPACITOR(
      new Counts(7007, 2938, 3004, 1260),
      EnumSet.of(MISSING_PART, SHIFT, ROTATION, TOMBSTONE, SIDE_MOUNT, CRACK, INSUFFICIENT_SOLDER)),
  /** Power transistor with a large tab. */
  DPAK(
      new Counts(517, 254, 222, 110),
      EnumSet.of(
          SHIFT,
          ROTATION,
          LIFTED_LEAD,
          INSUFFICIENT_SOLDER,
          EXCESS_SOLDER,
          VOID,
          SCRATCH,
          FLUX_RESIDUE)),
  /** Wound or moulded inductor. */
  INDUCTOR(
      new Counts(3485, 17, 1494, 8), EnumSet.of(MISSING_PART, SHIFT, CRACK, SOLDER_BALL, DUST)),
  /** Quad flat package without leads. */
  QFN(
      new Counts(1155, 286, 495, 123),
      EnumSet.of(
          SHIFT,
          ROTATION,
          WRONG_POLARITY,
          INSUFFICIENT_SOLDER,
          BRIDGE,
          COLD_JOINT,
          SOLDER_BALL,
          SCRATCH,
          FIBRE)),
  /** Quad flat package with gull-wing leads. */
  QFP(
      new Counts(4138, 542, 1774, 233),
      EnumSet.of(
          SHIFT,
          ROTATION,
          WRONG_POLARITY,
          LIFTED_LEAD,
          BENT_LEAD,
          INSUFFICIENT_SOLDER,
          BRIDGE,
          COLD_JOINT,
          SOLDER_BALL,
          FIBRE)),
  /** Chip resistor. */
  RESISTOR(
      new Counts(890, 1272, 382, 546),
      EnumSet.of(
          MISSING_PART, SHIFT, TOMBSTONE, SIDE_MOUNT, FLIPPED, EXCESS_SOLDER, COLD_JOINT, STAIN)),
  /** Small-outline diode. */
  SOD(
      new Counts(1105, 932, 474, 400),
      EnumSet.of(
          MISSING_PART,
          SHIFT,
          ROTATION,
          WRONG_POLARITY,
          FLIPPED,
          INSUFFICIENT_SOLDER,
          COLD_JOINT,
          FLUX_RESIDUE)),
  /** Small-outline integrated circuit. */
  SOIC(
      new Counts(3825, 463, 1640, 199),
      EnumSet.of(
          SHIFT,
          ROTATION,
          WRONG_POLARITY,
          LIFTED_LEAD,
          BENT_LEAD,
          BRIDGE,
          INSUFFICIENT_SOLDER,
          SCRATCH,
          DUST)),
  /** Small-outline transistor with three leads. */
  SOT(
      new Counts(724, 201, 311, 87),
      EnumSet.of(MISSING_PART, SHIFT, ROTATION, FLIPPED, LIFTED_LEAD, EXCESS_SOLDER, FIBRE));

  private final Counts counts;
  private final Set<AnomalyType> types;

  ComponentCategory(Counts counts, EnumSet<AnomalyType> types) {
    this.counts = counts;
    this.types = java.util.Collections.unmodifiableSet(types);
  }

  /**
   * Images of the category in ManuDefect-21.
   *
   * @return the row of Table 3
   */
  public Counts counts() {
    return counts;
  }

  /**
   * The anomaly types that occur in the category.
   *
   * @return as many as Table 3 says, in the order of {@link AnomalyType}
   */
  public Set<AnomalyType> types() {
    return types;
  }

  /**
   * Finds a category by the name of its folder, whatever its case and whatever joins its words.
   *
   * @param folder for instance {@code QFP} or {@code Aluminum Capacitor}
   * @return the category, or empty
   */
  public static Optional<ComponentCategory> byFolder(String folder) {
    String name = folder.replaceAll("[ -]", "_");
    return Arrays.stream(values()).filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * A row of Table 3.
   *
   * @param trainGood normal training images
   * @param trainAnomaly anomalous training images
   * @param testGood normal test images
   * @param testAnomaly anomalous test images
   */
  public record Counts(int trainGood, int trainAnomaly, int testGood, int testAnomaly) {

    /**
     * The table's first column.
     *
     * @return all training images
     */
    public int train() {
      return trainGood + trainAnomaly;
    }
  }
}
