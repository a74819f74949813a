package org.madenet.sfad;

import static org.madenet.sfad.SfadNetwork.ADAPTOR_WEIGHT;

/**
 * Outputs of a network in inference mode for features and their noisy twins, for judging it on held
 * out cells. Made anew after each change of the network.
 */
final class HeadEvaluation implements AutoCloseable {

  private final SfadNetwork network;
  private final SfadHead discriminator;
  private final RowMatrix features;
  private final RowMatrix adapted;

  HeadEvaluation(SfadNetwork network, int cells) {
    this.network = network;
    this.discriminator = SfadHead.discriminator(network);
    this.features = new RowMatrix(cells, network.channels());
    this.adapted = new RowMatrix(cells, network.adapted());
  }

  /** Where the caller puts the features. */
  float[] features() {
    return features.values();
  }

  /** D of the features. */
  float[] outputs() {
    features.toBackend();
    adapted.product(features.matrix(), network.tensor(ADAPTOR_WEIGHT)).toJava();
    return discriminator.apply(adapted.values(), adapted.rows());
  }

  /** D of the same features with noise, after {@link #outputs()}. */
  float[] noisyOutputs(float[] noise) {
    float[] noisy = adapted.values();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += noise[i];
    }
    return discriminator.apply(noisy, adapted.rows());
  }

  @Override
  public void close() {
    features.close();
    adapted.close();
  }
}
