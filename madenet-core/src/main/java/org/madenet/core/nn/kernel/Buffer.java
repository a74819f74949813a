package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.Pointer;

/** Native memory in an implementation's own layout. */
final class Buffer implements AutoCloseable {

  private final dnnl_memory_desc_t layout;
  private final dnnl_memory memory = new dnnl_memory();

  Buffer(dnnl_memory_desc_t layout) {
    this.layout = layout;
    OneDnn.check(
        dnnl_memory_create(memory, layout, OneDnn.engine(), new AllOnes()), "allocate memory");
  }

  boolean has(dnnl_memory_desc_t other) {
    return dnnl_memory_desc_equal(layout, other) == 1;
  }

  dnnl_memory memory() {
    return memory;
  }

  @Override
  public void close() {
    dnnl_memory_destroy(memory);
  }

  /** DNNL_MEMORY_ALLOCATE: the library allocates, aligned as it likes. */
  private static final class AllOnes extends Pointer {
    AllOnes() {
      address = -1;
    }
  }
}
