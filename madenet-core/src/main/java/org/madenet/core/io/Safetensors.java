package org.madenet.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A safetensors file: named tensors, as PyTorch's ecosystem exchanges them. The layout is eight
 * bytes with the header's length (little endian), the header (JSON: type, shape and byte range of
 * every tensor), then the tensors' bytes without gaps.
 *
 * <p>Opening reads and checks the header only. A tensor's bytes are read when they are asked for,
 * at their place in the file, so a model larger than memory can be opened and parts of it used.
 * Nothing in a file is ever executed or instantiated; a malformed header is refused before any
 * tensor is read.
 *
 * <p>Objects are immutable and may be shared by threads. No file handle is kept open between calls.
 */
public final class Safetensors {

  private static final int CHUNK_BYTES = 1 << 20;

  private final ByteSource source;
  private final SafetensorsHeader header;

  private Safetensors(ByteSource source, SafetensorsHeader header) {
    this.source = source;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @param file a safetensors file; it must not change while this object is used
   * @return the opened file
   * @throws IOException if the file cannot be read, is cut short, or is not a safetensors file; the
   *     message names the file and what is wrong with it
   */
  public static Safetensors open(Path file) throws IOException {
    return open(ByteSource.of(file));
  }

  /**
   * Opens a safetensors file that is already in memory.
   *
   * @param bytes the whole file; not copied
   * @param origin where the bytes come from, for error messages
   * @return the opened file
   * @throws IOException if the bytes are not a safetensors file
   */
  public static Safetensors open(byte[] bytes, String origin) throws IOException {
    return open(ByteSource.of(bytes, origin));
  }

  static Safetensors open(ByteSource source) throws IOException {
    return new Safetensors(source, SafetensorsHeader.read(source));
  }

  /**
   * Names of the tensors.
   *
   * @return the names in the order of their bytes in the file
   */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /**
   * Type and shape of a tensor.
   *
   * @param name one of {@link #names()}
   * @return what the header says about it
   * @throws IllegalArgumentException if there is no such tensor
   */
  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw new IllegalArgumentException(
          source.origin() + " holds no tensor named '" + name + "'; it holds " + someNames());
    }
    return info;
  }

  /**
   * Text that the writer stored beside the tensors.
   *
   * @return the header's {@code __metadata__}, empty if there is none
   */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * Reads a tensor's values as float32. F16 and BF16 are widened without loss; F64 and the integer
   * types are rounded to the nearest float, so integers beyond 2^24 lose their last digits.
   *
   * @param name one of {@link #names()}
   * @return the values in row-major (c) order, an array of the caller's own
   * @throws IOException if the bytes cannot be read any more
   * @throws IllegalArgumentException if there is no such tensor
   */
  public float[] floats(String name) throws IOException {
    TensorInfo info = info(name);
    if (info.elements() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          source.origin()
              + ": tensor '"
              + name
              + "' has "
              + info.elements()
              + " elements; at most 2^31 - 9 fit into one array");
    }
    float[] values = new float[(int) info.elements()];
    int size = info.type().bytes();
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(1, info.bytes())))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; ) {
      int count = Math.min(chunk.capacity() / size, values.length - done);
      chunk.clear().limit(count * size);
      source.read(header.dataOffset() + info.begin() + (long) done * size, chunk);
      info.type().decode(chunk.flip(), values, done, count);
      done += count;
    }
    return values;
  }

  /**
   * Reads a tensor as a float32 array; see {@link #floats} for the conversions.
   *
   * @param name one of {@link #names()}
   * @return a new array in c order, detached from workspaces
   * @throws IOException if the bytes cannot be read any more
   * @throws IllegalArgumentException if there is no such tensor
   */
  public INDArray tensor(String name) throws IOException {
    long[] shape = info(name).shape().stream().mapToLong(Long::longValue).toArray();
    float[] values = floats(name);
    if (values.length == 0) {
      return Nd4j.create(DataType.FLOAT, shape);
    }
    INDArray array = shape.length == 0 ? Nd4j.scalar(values[0]) : Nd4j.create(values, shape, 'c');
    return array.detach();
  }

  /**
   * Writes tensors as F32. The file appears under its name only when it is complete; one that
   * exists already is replaced.
   *
   * @param file where to write; its folder must exist
   * @param tensors what to write, in this order; any floating-point type, any strides
   * @param metadata text to store beside them, may be empty
   * @throws IOException if the folder is not writable or the disk is full; nothing is left behind
   */
  public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata)
      throws IOException {
    Objects.requireNonNull(tensors, "tensors");
    AtomicFiles.write(file, out -> writeTo(out, tensors, metadata));
  }

  /** Writes a whole safetensors file to a stream. */
  static void writeTo(OutputStream out, Map<String, INDArray> tensors, Map<String, String> metadata)
      throws IOException {
    out.write(SafetensorsHeader.encode(tensors, metadata));
    for (INDArray tensor : tensors.values()) {
      writeValues(out, tensor);
    }
  }

  private static void writeValues(OutputStream out, INDArray tensor) throws IOException {
    if (tensor.isEmpty()) {
      return;
    }
    float[] values = tensor.dup('c').castTo(DataType.FLOAT).data().asFloat();
    int perChunk = CHUNK_BYTES / Float.BYTES;
    ByteBuffer chunk =
        ByteBuffer.allocate(Math.min(perChunk, values.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; done += perChunk) {
      int count = Math.min(perChunk, values.length - done);
      chunk.clear();
      chunk.asFloatBuffer().put(values, done, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  private String someNames() {
    int shown = 4;
    String first = String.join(", ", names().stream().limit(shown).toList());
    int more = names().size() - shown;
    return names().isEmpty() ? "none" : more > 0 ? first + " and " + more + " more" : first;
  }

  @Override
  public String toString() {
    return source.origin() + " (" + names().size() + " tensors)";
  }
}
