package org.madenet.core.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are complete or absent. The content goes to a temporary name in the target's
 * folder, is forced to the disk, and then takes the target's name in one step; who reads the target
 * sees the old file or the new one, also after a power failure.
 */
public final class AtomicFiles {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String SUFFIX = ".part";

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes everything.
     *
     * @param out buffered; closed by the caller
     * @throws IOException if that fails; the target then stays as it was
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param target replaced if it exists; its folder must exist
   * @param content writes what goes in
   * @throws IOException if the folder is missing or not writable, the disk full, or {@code content}
   *     fails; the message names the target and the reason, and nothing is left behind
   */
  public static void write(Path target, Content content) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException("cannot write " + target + ": it is a folder; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "cannot write "
              + target
              + ": "
              + (Files.exists(folder)
                  ? folder + " is not a folder"
                  : "the folder " + folder + " does not exist; create it first"));
    }
    Path partial = folder.resolve(prefix(absolute) + UUID.randomUUID() + SUFFIX);
    try {
      writePartial(partial, content);
      moveInto(partial, absolute);
      forceFolder(folder);
    } catch (IOException e) {
      throw new IOException("cannot write " + target + ": " + reason(e), e);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Writes a text file in UTF-8.
   *
   * @param target replaced if it exists; its folder must exist
   * @param text the whole content
   * @throws IOException as {@link #write} does
   */
  public static void writeString(Path target, String text) throws IOException {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Deletes what killed processes left of unfinished writes to this target. Call it only where
   * nobody else writes the target at the same time.
   *
   * @param target the file that was to be written
   * @throws IOException if the folder cannot be read or a leftover cannot be deleted
   */
  public static void deleteLeftovers(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    String prefix = prefix(absolute);
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            absolute.getParent(),
            file -> {
              String name = file.getFileName().toString();
              return name.startsWith(prefix) && name.endsWith(SUFFIX);
            })) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".";
  }

  private static void writePartial(Path partial, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void moveInto(Path partial, Path target) throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      // The folder could be written to. Windows refuses to replace what another program holds.
      FileSystemException held =
          new FileSystemException(
              target.toString(), null, "it is write-protected, or open in another program");
      held.initCause(e);
      throw held;
    }
  }

  /**
   * Makes the names of a folder's files durable, where the file system offers that.
   *
   * @param folder an existing folder
   */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; there the move is durable without this.
      return;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write into this folder";
    }
    if (e instanceof FileSystemException fault && fault.getReason() != null) {
      return fault.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
