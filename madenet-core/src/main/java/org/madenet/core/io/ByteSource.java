package org.madenet.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that can be read at any position: a file, or an array in memory. */
interface ByteSource {

  /** Where the bytes come from, for messages. */
  String origin();

  /** Number of bytes. */
  long length() throws IOException;

  /** Fills the buffer's remaining space with the bytes from {@code position} on. */
  void read(long position, ByteBuffer into) throws IOException;

  /** A part of this source, as a source of its own. */
  default ByteSource slice(long offset, long length) {
    ByteSource whole = this;
    return new ByteSource() {
      @Override
      public String origin() {
        return whole.origin();
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void read(long position, ByteBuffer into) throws IOException {
        if (position < 0 || position + into.remaining() > length) {
          throw new IOException(
              origin() + ": bytes from " + position + " lie outside a section of " + length);
        }
        whole.read(offset + position, into);
      }
    };
  }

  /** A file, opened anew by each call so that nothing has to be closed. */
  static ByteSource of(Path file) {
    return new ByteSource() {
      @Override
      public String origin() {
        return file.toString();
      }

      @Override
      public long length() throws IOException {
        try (FileChannel channel = open()) {
          return channel.size();
        }
      }

      @Override
      public void read(long position, ByteBuffer into) throws IOException {
        try (FileChannel channel = open()) {
          long from = position;
          while (into.hasRemaining()) {
            int count = channel.read(into, from);
            if (count < 0) {
              throw new IOException(
                  file + " ends at byte " + from + ": it was cut while it was being read");
            }
            from += count;
          }
        }
      }

      private FileChannel open() throws IOException {
        try {
          return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
          throw ReadFaults.explained(e);
        }
      }
    };
  }

  /** An array, not copied. */
  static ByteSource of(byte[] bytes, String origin) {
    return new ByteSource() {
      @Override
      public String origin() {
        return origin;
      }

      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void read(long position, ByteBuffer into) {
        into.put(bytes, Math.toIntExact(position), into.remaining());
      }
    };
  }
}
