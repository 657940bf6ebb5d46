package dev.batchline.emulator.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Appends lines to a file; after a failure the file ends where it ended before. */
final class LineWriter implements AutoCloseable {

  private final FileChannel channel;
  private long size;

  /** Goes on at a position of a file, which is made when missing; what comes after is cut off. */
  LineWriter(Path file, long from) throws IOException {
    channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel.truncate(from);
    channel.position(from);
    size = from;
  }

  void write(byte[] json) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(Line.of(json));
    int length = line.remaining();
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      size += length;
    } catch (IOException failure) {
      channel.truncate(size);
      channel.position(size);
      throw failure;
    }
  }

  long size() {
    return size;
  }

  /** Returns when what was written would survive a loss of power. */
  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
