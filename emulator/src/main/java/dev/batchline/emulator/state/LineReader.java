package dev.batchline.emulator.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the intact lines of a file, and tells whether more than a line cut short comes after. */
final class LineReader implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final InputStream input;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long intact;
  private boolean damaged;

  LineReader(Path file) throws IOException {
    input = Files.newInputStream(file);
  }

  /** The JSON of the next line; nothing, when there is no further line that is intact. */
  Optional<byte[]> next() throws IOException {
    if (damaged) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (fill()) {
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.write(buffer, at, stop - at);
      at = stop + 1;
      if (stop < end) {
        return json(line.toByteArray());
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> json(byte[] line) throws IOException {
    Optional<byte[]> json = Line.json(line);
    if (json.isPresent()) {
      intact += line.length + 1;
    } else {
      damaged = fill(); // what nothing follows was cut short
    }
    return json;
  }

  /** Makes sure that there is something to read; returns whether there is. */
  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = input.read(buffer, 0, BUFFER);
    return end > 0;
  }

  /** Where the last intact line ends. */
  long intact() {
    return intact;
  }

  /** Whether a line isn't intact though others follow. */
  boolean damaged() {
    return damaged;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
