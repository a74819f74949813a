package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * A oneDNN primitive with its arguments, made once and run many times on different memory.
 *
 * <p>Threads: one at a time; the cache that owns it sees to that.
 */
final class Primitive implements AutoCloseable {

  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments;
  private final List<dnnl_memory> memories = new ArrayList<>();
  private final Address address = new Address();
  private final int count;

  /** A description made from an operation's. */
  static dnnl_primitive_desc describe(
      Pointer operation, dnnl_primitive_attr attributes, dnnl_primitive_desc forward) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_primitive_desc_create(
            description, new const_dnnl_op_desc_t(operation), attributes, OneDnn.engine(), forward),
        "find an implementation of " + operation.getClass().getSimpleName());
    return description;
  }

  /** A copy of the layout of one argument as the implementation chose it. */
  static dnnl_memory_desc_t layout(dnnl_primitive_desc description, int argument) {
    dnnl_memory_desc_t copy = new dnnl_memory_desc_t();
    dnnl_memory_desc_t inside =
        dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument);
    Pointer.memcpy(copy, inside, copy.sizeof());
    return copy;
  }

  /** Takes over the description and destroys it. */
  Primitive(dnnl_primitive_desc description, int... argumentKinds) {
    count = argumentKinds.length;
    arguments = new dnnl_exec_arg_t(count);
    OneDnn.check(dnnl_primitive_create(primitive, description), "create a primitive");
    for (int i = 0; i < count; i++) {
      dnnl_memory memory = new dnnl_memory();
      OneDnn.check(
          dnnl_memory_create(
              memory, layout(description, argumentKinds[i]), OneDnn.engine(), address.at(0)),
          "create a memory");
      memories.add(memory);
      arguments.position(i).arg(argumentKinds[i]).memory(memory);
    }
    arguments.position(0);
    OneDnn.check(dnnl_primitive_desc_destroy(description), "free a description");
  }

  /** Lets an argument lie in a memory of its own rather than in an array. */
  void bind(int index, dnnl_memory memory) {
    arguments.position(index).memory(memory);
    arguments.position(0);
  }

  /** Lets an argument lie at an address. */
  void bind(int index, long where) {
    OneDnn.check(dnnl_memory_set_data_handle(memories.get(index), address.at(where)), "set memory");
  }

  /** Runs on the memory that was bound. */
  void run() {
    OneDnn.check(
        dnnl_primitive_execute(primitive, OneDnn.stream(), count, arguments), "run a primitive");
  }

  @Override
  public void close() {
    dnnl_primitive_destroy(primitive);
    memories.forEach(memory -> dnnl_memory_destroy(memory));
    arguments.close();
    address.close();
  }

  /** A pointer that is aimed anew for each call, which is cheaper than a new object. */
  private static final class Address extends Pointer {
    Address at(long where) {
      address = where;
      return this;
    }

    @Override
    public void close() {
      address = 0;
    }
  }
}
