package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Copies between two layouts. */
final class Reorder {

  static final int FROM = 0;
  static final int TO = 1;

  private Reorder() {}

  static Primitive between(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_reorder_primitive_desc_create(
            description, from, OneDnn.engine(), to, OneDnn.engine(), null),
        "find a reorder");
    return new Primitive(description, DNNL_ARG_FROM, DNNL_ARG_TO);
  }
}
