package org.madenet.data.mini;

import java.util.SplittableRandom;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * Draws one example of a package, with the variation between lots and boards that is normal for it.
 */
@FunctionalInterface
interface PartModel {

  /** A new example, centred on the board, without any defect. */
  Assembly build(SplittableRandom random);

  static PartModel of(ComponentCategory category) {
    return switch (category) {
      case ALUMINUM_CAPACITOR -> new CanCapacitor();
      case BGA -> new BallGrid();
      case CAPACITOR -> new Chip(Chip.Kind.CAPACITOR);
      case RESISTOR -> new Chip(Chip.Kind.RESISTOR);
      case INDUCTOR -> new Chip(Chip.Kind.INDUCTOR);
      case DPAK -> new Dpak();
      case QFN -> new LeadlessQuad();
      case QFP -> new GullWing(GullWing.Kind.QFP);
      case SOIC -> new GullWing(GullWing.Kind.SOIC);
      case SOT -> new GullWing(GullWing.Kind.SOT);
      case SOD -> new GullWing(GullWing.Kind.SOD);
    };
  }
}
