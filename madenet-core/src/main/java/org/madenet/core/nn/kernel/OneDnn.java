package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.LongPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oneDNN library: whether it can be used, its engine and stream, and memory descriptions. */
public final class OneDnn {

  /** System property; {@code false} turns oneDNN off. */
  public static final String PROPERTY = "madenet.onednn";

  private static final String WHY_NOT = load();

  private OneDnn() {}

  private static String load() {
    if ("false".equalsIgnoreCase(System.getProperty(PROPERTY))) {
      return "turned off by the system property " + PROPERTY;
    }
    try {
      if (!Nd4j.getEnvironment().isCPU()) {
        return "the ND4J backend is not a CPU";
      }
      Native.engine.isNull();
      return null;
    } catch (LinkageError | RuntimeException e) {
      return "cannot load the native library: " + e;
    }
  }

  /**
   * Whether float32 layers compute through oneDNN.
   *
   * @return false on other backends, without the native library, or when turned off
   */
  public static boolean isAvailable() {
    return WHY_NOT == null;
  }

  /**
   * The reason why oneDNN is not used.
   *
   * @return a clause, or null if it is used
   */
  public static String whyNot() {
    return WHY_NOT;
  }

  /**
   * Version of the native library.
   *
   * @return for example 2.5.2
   * @throws IllegalStateException if oneDNN is not available
   */
  public static String version() {
    if (!isAvailable()) {
      throw new IllegalStateException("oneDNN is not available: " + WHY_NOT);
    }
    dnnl_version_t version = dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Loaded on first use, so that its absence can be told. */
  private static final class Native {
    static final dnnl_engine engine = new dnnl_engine();
    static final dnnl_stream stream = new dnnl_stream();

    static {
      check(dnnl_engine_create(engine, dnnl_cpu, 0), "create an engine");
      check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "create a stream");
    }
  }

  static dnnl_engine engine() {
    return Native.engine;
  }

  static dnnl_stream stream() {
    return Native.stream;
  }

  static void check(int status, String what) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN cannot " + what + ": status " + status);
    }
  }

  /** A dense float array in one of oneDNN's orders. */
  static dnnl_memory_desc_t tagged(int tag, long... dims) {
    dnnl_memory_desc_t md = new dnnl_memory_desc_t();
    try (LongPointer sizes = new LongPointer(dims)) {
      check(dnnl_memory_desc_init_by_tag(md, dims.length, sizes, dnnl_f32, tag), "describe memory");
    }
    return md;
  }

  /** A float array as it lies in memory. */
  static dnnl_memory_desc_t strided(long[] dims, long[] strides) {
    dnnl_memory_desc_t md = new dnnl_memory_desc_t();
    try (LongPointer sizes = new LongPointer(dims);
        LongPointer steps = new LongPointer(strides)) {
      check(
          dnnl_memory_desc_init_by_strides(md, dims.length, sizes, dnnl_f32, steps),
          "describe memory");
    }
    return md;
  }

  /** Where an array's first element lies. */
  static long address(INDArray array) {
    if (array.dataType() != DataType.FLOAT && array.dataType() != DataType.UINT8) {
      throw new IllegalArgumentException("expected FLOAT, got " + array.dataType());
    }
    return array.data().address() + array.offset() * array.data().getElementSize();
  }
}
