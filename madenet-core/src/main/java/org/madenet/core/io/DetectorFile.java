package org.madenet.core.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.madenet.core.Provenance;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The one file of a trained detector: provenance, options and weights under a checksum, in the
 * layout of {@link TensorContainer}.
 *
 * <p>Writing and reading:
 *
 * <pre>{@code
 * DetectorFile.write(file, provenance, options, tensors);
 *
 * DetectorFile saved = DetectorFile.read(file).requireKind("sfad");
 * SfadOptions options = saved.options(SfadOptions.class);
 * INDArray w = saved.tensor("adaptor/W", 384, 384);
 * }</pre>
 */
public final class DetectorFile {

  private static final String CONTENT = "detector";

  private final Path file;
  private final Header header;
  private final Map<String, INDArray> tensors;

  private DetectorFile(Path file, Header header, Map<String, INDArray> tensors) {
    this.file = file;
    this.header = header;
    this.tensors = tensors;
  }

  /**
   * How a file begins.
   *
   * @param preset null in what is written, as it always was in what detectors saved; older files
   *     may name the preset that their options came from
   */
  private record Header(Provenance provenance, String preset, JsonNode options) {

    Header {
      Objects.requireNonNull(provenance, "provenance");
      Objects.requireNonNull(options, "options");
    }
  }

  /**
   * Writes a detector: complete, or not at all.
   *
   * @param file the target; replaced if it exists; its folder must exist
   * @param provenance where the detector comes from, with its kind
   * @param options the detector's options, a record
   * @param tensors float32 weights by name
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(
      Path file, Provenance provenance, Record options, Map<String, INDArray> tensors)
      throws IOException {
    Header header = new Header(provenance, null, PlainJson.toTree(options));
    TensorContainer.write(file, CONTENT, header, tensors);
  }

  /**
   * Reads a detector's file.
   *
   * @param file the file
   * @return its whole content
   * @throws IOException if it is missing, foreign, truncated, damaged or newer than this library;
   *     the message names the file, the reason and what to do
   */
  public static DetectorFile read(Path file) throws IOException {
    return of(file, TensorContainer.read(file, CONTENT));
  }

  /**
   * Reads and verifies a detector's file, but keeps no weights: for showing what it is.
   *
   * @param file the file
   * @return provenance and options; {@link #tensors()} is empty
   * @throws IOException as {@link #read} does
   */
  public static DetectorFile readHeader(Path file) throws IOException {
    return of(file, TensorContainer.readHeader(file, CONTENT));
  }

  private static DetectorFile of(Path file, TensorContainer container) throws IOException {
    return new DetectorFile(file, container.header(Header.class), container.tensors());
  }

  /**
   * Where the detector comes from.
   *
   * @return the provenance
   */
  public Provenance provenance() {
    return header.provenance();
  }

  /**
   * The detector's registered name.
   *
   * @return {@code sfad}, {@code srad}, ...
   */
  public String kind() {
    return header.provenance().kind();
  }

  /**
   * Insists on a kind of detector.
   *
   * @param kind the registered name
   * @return this
   * @throws IOException if the file holds another kind
   */
  public DetectorFile requireKind(String kind) throws IOException {
    if (!kind().equals(kind)) {
      throw new IOException(file + " holds a detector of kind " + kind() + ", not " + kind);
    }
    return this;
  }

  /**
   * The detector's options.
   *
   * @param type the record that they were written from
   * @param <T> the record
   * @return the options, checked by the record
   * @throws IOException if they are not such a record; the message names the file
   */
  public <T extends Record> T options(Class<T> type) throws IOException {
    try {
      return PlainJson.toRecord(header.options(), type);
    } catch (IOException e) {
      throw new IOException(file + " has options that cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The options as they stand in the file.
   *
   * @return JSON text
   */
  public String optionsJson() {
    return header.options().toString();
  }

  /**
   * All weights.
   *
   * @return float32 arrays in c order by name; the caller's own
   */
  public Map<String, INDArray> tensors() {
    return tensors;
  }

  /**
   * One weight of a known shape.
   *
   * @param name its name
   * @param shape the shape it must have
   * @return float32, c order; the caller's own
   * @throws IOException if it is missing or has another shape
   */
  public INDArray tensor(String name, long... shape) throws IOException {
    INDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException(file + " has no tensor '" + name + "'; it has " + tensors.keySet());
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IOException(
          file
              + ": tensor '"
              + name
              + "' is "
              + Arrays.toString(tensor.shape())
              + ", but the options ask for "
              + Arrays.toString(shape));
    }
    return tensor;
  }
}
