package org.madenet.lpd;

import java.util.Optional;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;

/** What the backbone knows before stage one, unless the trainer is given weights. */
public enum LpdStart {
  /** Nothing: random weights, drawn from the seed. */
  SCRATCH,
  /** What the embedded ImageNet weights know; for {@code efficientnet_lite0} only. */
  EMBEDDED;

  /** Refuses a backbone for which there are no such weights. */
  void requireWeights(Backbone backbone) {
    if (this == EMBEDDED) {
      BackboneWeights.requireEmbedded(
          backbone, "start from SCRATCH, or give its weights to the trainer");
    }
  }

  /** The weights, or none for {@link #SCRATCH}. */
  Optional<BackboneWeights> weights() {
    return this == EMBEDDED ? Optional.of(BackboneWeights.embedded()) : Optional.empty();
  }
}
