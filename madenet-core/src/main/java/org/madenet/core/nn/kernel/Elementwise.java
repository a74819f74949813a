package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.madenet.core.nn.ConvActivation;

/** An activation as oneDNN names it. */
record Elementwise(int algorithm, float alpha, float beta) {

  static Elementwise of(ConvActivation activation) {
    return switch (activation) {
      case NONE -> throw new IllegalArgumentException("no activation to compute");
      case RELU -> new Elementwise(dnnl_eltwise_relu, 0, 0);
      case LEAKY_RELU -> new Elementwise(dnnl_eltwise_relu, (float) ConvActivation.LEAKY_SLOPE, 0);
      // clip_v2 has no gradient at the upper bound itself, so that outputs can stand for inputs.
      case RELU6 -> new Elementwise(dnnl_eltwise_clip_v2, 0, 6);
      case SIGMOID -> new Elementwise(dnnl_eltwise_logistic, 0, 0);
      case SILU -> new Elementwise(dnnl_eltwise_swish, 1, 0);
    };
  }
}
