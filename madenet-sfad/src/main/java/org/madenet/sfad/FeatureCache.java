package org.madenet.sfad;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.madenet.core.ImageSource;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.core.TrainingException;
import org.madenet.core.train.Interruptible;

/**
 * The frozen features of a fixed collection of images, computed once. The first images are kept on
 * the heap, as many as the memory limit allows; the others lie in a temporary file, read through
 * the operating system's page cache. Both ways give the same values. An interrupt ends {@link
 * #fill} and does not disturb {@link #read}: there it is for the training loop, which then leaves a
 * checkpoint. (It would close a {@code FileChannel}.)
 *
 * <p>Safe for use by several threads. Closing it deletes the file; so does the end of the process.
 */
final class FeatureCache implements AutoCloseable {

  private static final String TASK = "extracting features";

  private final FeatureGrid grid;
  private final int size;
  private final List<float[]> kept = new ArrayList<>();
  private Path file;
  private RandomAccessFile spilled;

  private FeatureCache(FeatureGrid grid, int size) {
    this.grid = grid;
    this.size = size;
  }

  /**
   * Computes the features of all images.
   *
   * @param images the images
   * @param source describes them
   * @param batchSize images per batch
   * @param memoryBytes heap to use at most
   * @param listener told of progress
   * @return the cache; close it
   * @throws UncheckedIOException if an image cannot be read, or the temporary file not written
   * @throws TrainingException if the thread is interrupted
   */
  static FeatureCache fill(
      ImageSource images,
      FeatureSource source,
      int batchSize,
      long memoryBytes,
      ProgressListener listener) {
    FeatureCache cache = new FeatureCache(source.grid(), images.size());
    try {
      int values = cache.grid.values();
      long fits = memoryBytes / ((long) values * Float.BYTES);
      ProgressMeter meter = new ProgressMeter(listener, TASK, images.size());
      for (int start = 0; start < images.size(); start += batchSize) {
        int count = Math.min(batchSize, images.size() - start);
        int[] batch = IntStream.range(start, start + count).toArray();
        float[] rows =
            Interruptible.piece(
                TASK, start, images.size(), () -> source.describe(images.images(batch)));
        for (int i = 0; i < count; i++) {
          float[] one = Arrays.copyOfRange(rows, i * values, (i + 1) * values);
          if (start + i < fits) {
            cache.kept.add(one);
          } else {
            cache.spill(one);
          }
        }
        meter.tell(start + (long) count);
      }
      return cache;
    } catch (IOException e) {
      cache.close();
      throw new UncheckedIOException(
          "features could not be written to a temporary file in "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage()
              + ". Free space there, set java.io.tmpdir, or raise featureMemoryBytes",
          e);
    } catch (RuntimeException | Error e) {
      cache.close();
      throw e;
    }
  }

  private void spill(float[] values) throws IOException {
    if (spilled == null) {
      file = Files.createTempFile("madenet-features-", ".bin");
      spilled = new RandomAccessFile(file.toFile(), "rw");
      deleteEarly();
    }
    ByteBuffer bytes = bytes(values.length);
    bytes.asFloatBuffer().put(values);
    spilled.write(bytes.array());
  }

  /** Where open files can be deleted, not even a process that is killed leaves one behind. */
  private void deleteEarly() {
    try {
      Files.delete(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** Number of images. */
  int size() {
    return size;
  }

  /** Shape of one image's features. */
  FeatureGrid grid() {
    return grid;
  }

  /** Heap that the features in memory take. */
  long keptBytes() {
    return (long) kept.size() * grid.values() * Float.BYTES;
  }

  /**
   * Copies the features of one image.
   *
   * @param image 0 to {@code size() - 1}
   * @param target receives {@code grid().values()} values
   * @param offset where they start
   */
  void read(int image, float[] target, int offset) {
    Objects.checkIndex(image, size);
    if (image < kept.size()) {
      System.arraycopy(kept.get(image), 0, target, offset, grid.values());
      return;
    }
    ByteBuffer bytes = bytes(grid.values());
    try {
      synchronized (this) {
        spilled.seek((long) (image - kept.size()) * bytes.capacity());
        spilled.readFully(bytes.array());
      }
    } catch (EOFException e) {
      throw new UncheckedIOException("the temporary file of features is truncated", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.asFloatBuffer().get(target, offset, grid.values());
  }

  private static ByteBuffer bytes(int values) {
    return ByteBuffer.allocate(Math.multiplyExact(values, Float.BYTES))
        .order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    kept.clear();
    if (spilled != null) {
      try {
        spilled.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
