package dev.batchline.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Remembers that it was the disk that failed, and not Storage. */
final class DiskOutput extends FilterOutputStream {

  private Optional<IOException> failure = Optional.empty();

  DiskOutput(OutputStream out) {
    super(out);
  }

  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }
}
