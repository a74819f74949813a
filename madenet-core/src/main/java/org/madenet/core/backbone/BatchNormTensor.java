package org.madenet.core.backbone;

import java.util.Arrays;

/** The four tensors of a batch normalisation, as PyTorch and as the layers here name them. */
enum BatchNormTensor {
  GAMMA("weight", "gamma", 1),
  BETA("bias", "beta", 0),
  MEAN("running_mean", "mean", 0),
  VARIANCE("running_var", "var", 1);

  private final String suffix;
  private final String parameter;
  private final float identity;

  BatchNormTensor(String suffix, String parameter, float identity) {
    this.suffix = suffix;
    this.parameter = parameter;
    this.identity = identity;
  }

  /** Full name in PyTorch. */
  String name(String norm) {
    return norm + '.' + suffix;
  }

  /** Name of the layer's parameter. */
  String parameter() {
    return parameter;
  }

  /** The values of a normalisation of which nothing is left but the shift. */
  static float[] shift(String parameter, float[] shift, double epsilon) {
    float[] values = new float[shift.length];
    if (parameter.equals(BETA.parameter)) {
      return shift.clone();
    }
    if (parameter.equals(GAMMA.parameter)) {
      Arrays.fill(values, 1);
    }
    if (parameter.equals(VARIANCE.parameter)) {
      Arrays.fill(values, (float) (1 - epsilon));
    }
    return values;
  }

  /** The value with which normalisation changes nothing. */
  float identity() {
    return identity;
  }
}
