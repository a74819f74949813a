package org.madenet.sfad;

import org.madenet.core.Checks;

/**
 * What counts how much in stage two. The loss of a step is the mean over its cells, each with the
 * weight of its kind, plus the image-level term.
 *
 * <p>Every normal cell weighs 1. Cells are not balanced between the classes: with balanced ones the
 * ranking of pixels suffers, because a map of a whole part is mostly normal cells. The image-level
 * term is what keeps the ranking of images: it adds the few cells that decide an image's maximum
 * (equation (16)).
 *
 * @param defect weight of a cell under a real mask, above 0
 * @param noise weight of a normal cell's noisy twin (equation (10)), at least 0. Every cell drawn
 *     has a twin, and those that weigh nothing, all of them at 0, pass the batch normalisation none
 *     the less: its statistics, running ones too, are of cells and twins
 * @param image weight of the image-level term, at least 0: the mean loss of the {@code hardest}
 *     cells with the highest scores of each normal image, and of the defect cell with the highest
 *     score of each image with a defect
 * @param hardest cells of each normal image in that term, at least 1
 */
public record SupervisedWeights(double defect, double noise, double image, int hardest) {

  /** Checks every value. */
  public SupervisedWeights {
    Checks.positive("defect", defect);
    Checks.notNegative("noise", noise);
    Checks.notNegative("image", image);
    Checks.positive("hardest", hardest);
  }
}
