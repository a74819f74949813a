package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_binary_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.madenet.core.nn.ConvActivation;

/** The first two inputs are added; the others and the activation follow as post operations. */
final class Sum {

  private Sum() {}

  /** Arguments in order: the inputs, the output. */
  static Primitive of(dnnl_memory_desc_t data, int inputs, ConvActivation activation) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    dnnl_post_ops operations = new dnnl_post_ops();
    OneDnn.check(dnnl_primitive_attr_create(attributes), "create attributes");
    OneDnn.check(dnnl_post_ops_create(operations), "create post operations");
    try (dnnl_binary_desc_t op = new dnnl_binary_desc_t()) {
      int[] arguments = new int[inputs + 1];
      arguments[0] = DNNL_ARG_SRC_0;
      arguments[1] = DNNL_ARG_SRC_1;
      for (int i = 2; i < inputs; i++) {
        OneDnn.check(
            dnnl_post_ops_append_binary(operations, dnnl_binary_add, data), "append an input");
        arguments[i] = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i - 1) | DNNL_ARG_SRC_1;
      }
      arguments[inputs] = DNNL_ARG_DST;
      if (activation != ConvActivation.NONE) {
        Elementwise function = Elementwise.of(activation);
        OneDnn.check(
            dnnl_post_ops_append_eltwise(
                operations, 1, function.algorithm(), function.alpha(), function.beta()),
            "append an activation");
      }
      OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set attributes");
      OneDnn.check(dnnl_binary_desc_init(op, dnnl_binary_add, data, data, data), "describe a sum");
      return new Primitive(Primitive.describe(op, attributes, null), arguments);
    } finally {
      dnnl_post_ops_destroy(operations);
      dnnl_primitive_attr_destroy(attributes);
    }
  }
}
