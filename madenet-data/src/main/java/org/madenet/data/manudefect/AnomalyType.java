package org.madenet.data.manudefect;

import java.util.Locale;

/**
 * The 21 anomaly types in three groups. The paper names the groups and the number of types, and by
 * name only insufficient solder and cold joint; the others are this library's reading of its Figure
 * 7, in the terms of board inspection.
 */
public enum AnomalyType {
  /** The part is not there; its pads are. */
  MISSING_PART(Group.MOUNTING),
  /** The part sits beside its place. */
  SHIFT(Group.MOUNTING),
  /** The part is turned by some degrees. */
  ROTATION(Group.MOUNTING),
  /** A two-terminal part stands on one of its ends. */
  TOMBSTONE(Group.MOUNTING),
  /** A two-terminal part lies on its side (billboarding). */
  SIDE_MOUNT(Group.MOUNTING),
  /** The part lies upside down. */
  FLIPPED(Group.MOUNTING),
  /** The part is turned by 180 degrees, so its polarity mark is at the wrong end. */
  WRONG_POLARITY(Group.MOUNTING),
  /** A lead stands off its pad. */
  LIFTED_LEAD(Group.MOUNTING),
  /** A lead is bent sideways. */
  BENT_LEAD(Group.MOUNTING),
  /** Visibly less solder than there should be; its surface is as bright as ever. */
  INSUFFICIENT_SOLDER(Group.SOLDERING),
  /** A bulge of too much solder. */
  EXCESS_SOLDER(Group.SOLDERING),
  /** Solder connects two terminals. */
  BRIDGE(Group.SOLDERING),
  /** The right amount of solder with a dull, grainy surface. */
  COLD_JOINT(Group.SOLDERING),
  /** A loose ball of solder on the board. */
  SOLDER_BALL(Group.SOLDERING),
  /** A hole in the solder. */
  VOID(Group.SOLDERING),
  /** A crack through the body. */
  CRACK(Group.CONTAMINATION),
  /** A scratch. */
  SCRATCH(Group.CONTAMINATION),
  /** A fibre lies across the part. */
  FIBRE(Group.CONTAMINATION),
  /** A glossy, yellowish film of flux around the joints. */
  FLUX_RESIDUE(Group.CONTAMINATION),
  /** Grains of dust. */
  DUST(Group.CONTAMINATION),
  /** A dull, dark stain. */
  STAIN(Group.CONTAMINATION);

  private final Group group;

  AnomalyType(Group group) {
    this.group = group;
  }

  /**
   * The group of the type.
   *
   * @return mounting, soldering or contamination
   */
  public Group group() {
    return group;
  }

  /**
   * The name that folders and manifests use.
   *
   * @return lower case with underscores, {@code cold_joint} for instance
   */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The paper's three groups. */
  public enum Group {
    /** How the part sits. */
    MOUNTING,
    /** What the solder is like. */
    SOLDERING,
    /** What does not belong on the surface, or damages it. */
    CONTAMINATION
  }
}
