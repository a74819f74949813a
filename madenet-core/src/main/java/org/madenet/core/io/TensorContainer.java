package org.madenet.core.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * madenet's own file: a JSON header and float32 tensors under one checksum. Detectors ({@link
 * DetectorFile}) and training checkpoints are such files.
 *
 * <p>Layout, all numbers little-endian:
 *
 * <ol>
 *   <li>8 bytes: {@code 0x89 M A D E \r \n 0x1A}. The odd ones show when a transfer treated the
 *       file as text.
 *   <li>int32: format version
 *   <li>int32: length of the header in bytes, at most 16 MiB
 *   <li>int64: length of the whole file in bytes
 *   <li>the header, JSON in UTF-8: {@code {"content": ..., "header": {...}}}
 *   <li>the tensors, as one safetensors file
 *   <li>32 bytes: SHA-256 of everything before
 * </ol>
 *
 * <p>The first 24 bytes and the checksum stay where they are in every format version, so a newer
 * file is told from a damaged one. Nothing is parsed before the checksum fits. The header is plain
 * data and never decides which class is made.
 */
public final class TensorContainer {

  /** The version that this library writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'A', 'D', 'E', '\r', '\n', 0x1A};
  private static final int PREAMBLE_BYTES = 24;
  private static final int CHECKSUM_BYTES = 32;
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path file;
  private final JsonNode header;
  private final Map<String, INDArray> tensors;

  private TensorContainer(Path file, JsonNode header, Map<String, INDArray> tensors) {
    this.file = file;
    this.header = header;
    this.tensors = tensors;
  }

  private record Envelope(String content, JsonNode header) {}

  /**
   * Writes a file: complete, or not at all. One tensor at a time is copied, never all of them.
   *
   * @param file the target; replaced if it exists; its folder must exist
   * @param content what the file is, for instance {@code detector}; asked for when reading
   * @param header a record, written as JSON
   * @param tensors float32, any strides, by unique names
   * @throws IOException if it cannot be written; nothing is left behind
   * @throws IllegalArgumentException if a tensor is not float32 or the header is over 16 MiB
   */
  public static void write(Path file, String content, Record header, Map<String, INDArray> tensors)
      throws IOException {
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException(
                "tensor '" + name + "' must be FLOAT, but is " + tensor.dataType());
          }
        });
    byte[] json = PlainJson.toBytes(new Envelope(content, PlainJson.toTree(header)));
    if (json.length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "the header has " + json.length + " bytes; at most " + MAX_HEADER_BYTES + " are allowed");
    }
    byte[] tensorHead = SafetensorsHeader.encode(tensors, Map.of());
    long length = PREAMBLE_BYTES + json.length + tensorHead.length + CHECKSUM_BYTES;
    for (INDArray tensor : tensors.values()) {
      length += tensor.length() * Float.BYTES;
    }
    ByteBuffer preamble = ByteBuffer.allocate(PREAMBLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    preamble.put(MAGIC).putInt(FORMAT_VERSION).putInt(json.length).putLong(length);
    AtomicFiles.write(
        file,
        out -> {
          DigestOutputStream digested = new DigestOutputStream(out, Sha256.digest());
          digested.write(preamble.array());
          digested.write(json);
          Safetensors.writeTo(digested, tensors, Map.of());
          writeChecksum(out, digested.getMessageDigest());
        });
  }

  private static void writeChecksum(OutputStream out, MessageDigest digest) throws IOException {
    out.write(digest.digest());
  }

  /**
   * Reads a file with all its tensors.
   *
   * @param file the file
   * @param content what it must be
   * @return its header and tensors
   * @throws IOException if it is missing, foreign, truncated, damaged, newer than this library or
   *     of other content; the message names the file, the reason and what to do
   */
  public static TensorContainer read(Path file, String content) throws IOException {
    return read(file, content, true);
  }

  /**
   * Reads and verifies a file, but keeps no tensors: for showing what it is.
   *
   * @param file the file
   * @param content what it must be
   * @return its header
   * @throws IOException as {@link #read} does
   */
  public static TensorContainer readHeader(Path file, String content) throws IOException {
    return read(file, content, false);
  }

  private static TensorContainer read(Path file, String content, boolean withTensors)
      throws IOException {
    ByteSource source = ByteSource.of(file);
    Preamble preamble = verify(file, source);
    ByteBuffer json = ByteBuffer.allocate(preamble.headerLength());
    source.read(PREAMBLE_BYTES, json);
    Envelope envelope;
    try {
      envelope = PlainJson.toRecord(PlainJson.parse(json.array()), Envelope.class);
    } catch (IOException e) {
      throw new IOException(file + " has a header that cannot be read: " + e.getMessage(), e);
    }
    if (!content.equals(envelope.content()) || envelope.header() == null) {
      throw new IOException(
          file + " is a madenet file, but holds a " + envelope.content() + ", not a " + content);
    }
    long begin = (long) PREAMBLE_BYTES + preamble.headerLength();
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    if (withTensors) {
      Safetensors section =
          Safetensors.open(source.slice(begin, preamble.fileLength() - CHECKSUM_BYTES - begin));
      for (String name : section.names()) {
        tensors.put(name, section.tensor(name));
      }
    }
    return new TensorContainer(file, envelope.header(), Collections.unmodifiableMap(tensors));
  }

  private record Preamble(int headerLength, long fileLength) {}

  private static Preamble verify(Path file, ByteSource source) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, not a madenet file");
    }
    long actual;
    try {
      actual = source.length();
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    }
    ByteBuffer first =
        ByteBuffer.allocate((int) Math.min(PREAMBLE_BYTES, actual)).order(ByteOrder.LITTLE_ENDIAN);
    source.read(0, first);
    first.flip();
    int known = Math.min(MAGIC.length, first.limit());
    if (known == 0 || !Arrays.equals(MAGIC, 0, known, first.array(), 0, known)) {
      throw new IOException(
          file + " is not a madenet file: it does not begin with madenet's signature");
    }
    if (first.limit() < PREAMBLE_BYTES) {
      throw truncated(file, actual, "at least " + PREAMBLE_BYTES);
    }
    int version = first.getInt(8);
    int headerLength = first.getInt(12);
    long fileLength = first.getLong(16);
    if (fileLength > actual) {
      throw truncated(file, actual, Long.toString(fileLength));
    }
    if (fileLength != actual || fileLength < PREAMBLE_BYTES + CHECKSUM_BYTES) {
      throw damaged(file, "it has " + actual + " bytes and says that it has " + fileLength);
    }
    verifyChecksum(file, source, fileLength - CHECKSUM_BYTES);
    if (version > FORMAT_VERSION) {
      throw new IOException(
          file
              + " has format version "
              + version
              + ", this library reads up to "
              + FORMAT_VERSION
              + ": update madenet, or save the file with this version");
    }
    if (version < 1
        || headerLength < 0
        || headerLength > MAX_HEADER_BYTES
        || headerLength > fileLength - PREAMBLE_BYTES - CHECKSUM_BYTES) {
      throw damaged(
          file, "format version " + version + " with a header of " + headerLength + " bytes");
    }
    return new Preamble(headerLength, fileLength);
  }

  private static void verifyChecksum(Path file, ByteSource source, long end) throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    for (long position = 0; position < end; position += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - position));
      source.read(position, chunk);
      digest.update(chunk.flip());
    }
    ByteBuffer stored = ByteBuffer.allocate(CHECKSUM_BYTES);
    source.read(end, stored);
    if (!MessageDigest.isEqual(stored.array(), digest.digest())) {
      throw damaged(file, "its SHA-256 checksum does not fit its content");
    }
  }

  private static IOException truncated(Path file, long actual, String expected) {
    return new IOException(
        file
            + " is truncated: it has "
            + actual
            + " of "
            + expected
            + " bytes; copy it again, or train again");
  }

  private static IOException damaged(Path file, String what) {
    return new IOException(file + " is damaged: " + what + "; copy it again, or train again");
  }

  /**
   * The header.
   *
   * @param type the record that it was written from
   * @param <T> the record
   * @return the header
   * @throws IOException if it is not such a record; the message names the file
   */
  public <T extends Record> T header(Class<T> type) throws IOException {
    try {
      return PlainJson.toRecord(header, type);
    } catch (IOException e) {
      throw new IOException(file + " has a header that cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The tensors.
   *
   * @return new float32 arrays in c order by name, detached from workspaces; the caller's own
   */
  public Map<String, INDArray> tensors() {
    return tensors;
  }
}
