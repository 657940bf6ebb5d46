package dev.batchline.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A plan on disk: {@code plan.ndjson.gz}, its header on the first line, then a task on each line.
 *
 * <p>An opened plan lies unpacked in a file of its own, gone with {@link #close()}; memory holds
 * one offset per task. Any number of threads may read tasks from it.
 */
public final class PlanFile implements Plan, Closeable {

  private static final int BUFFER = 1 << 16;

  private final Path spool;
  private final FileChannel channel;
  private final ObjectReader taskReader;
  private final PlanHeader header;

  /** Where the line of each task begins, and after the last one where the file ends. */
  private final long[] offsets;

  private PlanFile(Path spool, FileChannel channel, LineOffsets lines) throws IOException {
    JsonMapper mapper = PlanJson.mapper();
    this.spool = spool;
    this.channel = channel;
    this.taskReader = mapper.readerFor(PlannedTask.class);
    if (lines.count() == 0) {
      throw damaged("it has no header");
    }
    this.header = mapper.readValue(read(channel, 0, lines.end(0)), PlanHeader.class);
    this.offsets = lines.after(0);
    if (lines.count() - 1 != header.taskCount()) {
      throw damaged(
          "its header speaks of %d tasks, but there are %d"
              .formatted(header.taskCount(), lines.count() - 1));
    }
  }

  /** Writes a plan as it is stored; the stream stays open. */
  public static void write(Plan plan, OutputStream out) throws IOException {
    JsonMapper mapper = PlanJson.mapper();
    GZIPOutputStream packed = new GZIPOutputStream(out, BUFFER);
    OutputStream lines = new BufferedOutputStream(packed, BUFFER);
    lines.write(mapper.writeValueAsBytes(plan.header()));
    lines.write('\n');
    ObjectWriter writer = mapper.writerFor(PlannedTask.class);
    for (Iterator<PlannedTask> tasks = plan.tasks(); tasks.hasNext(); ) {
      lines.write(writer.writeValueAsBytes(tasks.next()));
      lines.write('\n');
    }
    lines.flush();
    packed.finish();
  }

  /** Writes a plan as it is stored. */
  public static void write(Plan plan, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(plan, out);
    }
  }

  /**
   * Unpacks a stored plan into a new file in {@code directory} and opens it.
   *
   * @param packed what {@link #write} wrote; read to its end, not closed
   * @throws RunException if it isn't a complete plan
   */
  public static PlanFile open(InputStream packed, Path directory) throws IOException {
    Path spool = Files.createTempFile(directory, "plan-", ".ndjson");
    FileChannel channel = null;
    try {
      LineOffsets lines = unpack(packed, spool);
      // Where the system allows it, the file loses its name now: a killed process leaves nothing.
      channel =
          FileChannel.open(spool, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
      return new PlanFile(spool, channel, lines);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(spool);
      if (e instanceof IOException failure && isDamage(failure)) {
        throw damaged(String.valueOf(failure.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Reads the header alone, which is at the beginning.
   *
   * @param packed what {@link #write} wrote; not read further than need be, not closed
   * @throws RunException if it isn't the beginning of a plan
   */
  public static PlanHeader readHeader(InputStream packed) throws IOException {
    try {
      GZIPInputStream in = new GZIPInputStream(packed, BUFFER);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw damaged("it has no header");
        }
        line.write(next);
      }
      return PlanJson.mapper().readValue(line.toByteArray(), PlanHeader.class);
    } catch (IOException e) {
      if (isDamage(e)) {
        throw damaged(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** {@link #open(InputStream, Path)} for a plan in a file. */
  public static PlanFile open(Path packed, Path directory) throws IOException {
    try (InputStream in = Files.newInputStream(packed)) {
      return open(in, directory);
    }
  }

  @Override
  public PlanHeader header() {
    return header;
  }

  @Override
  public PlannedTask task(int ordinal) {
    if (ordinal < 0 || ordinal >= offsets.length - 1) {
      throw new IndexOutOfBoundsException("no task " + ordinal);
    }
    try {
      return taskReader.readValue(read(channel, offsets[ordinal], offsets[ordinal + 1]));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read task " + ordinal + " from " + spool, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not close " + spool, e);
    }
  }

  private static LineOffsets unpack(InputStream packed, Path spool) throws IOException {
    LineOffsets lines = new LineOffsets();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(spool)) {
      GZIPInputStream in = new GZIPInputStream(packed, BUFFER);
      for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
        lines.scan(buffer, size);
        out.write(buffer, 0, size);
      }
    }
    return lines;
  }

  private static byte[] read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    return bytes.array();
  }

  /** Told apart by type: what unzipping and parsing throw, not what a failing disk throws. */
  private static boolean isDamage(IOException e) {
    return e instanceof ZipException || e instanceof EOFException || e instanceof JacksonException;
  }

  private static RunException damaged(String reason) {
    return new RunException(
        Blame.SERVICE,
        "read the run's plan",
        reason,
        "The record of this run is damaged or incomplete; start the job again with: batchline run");
  }

  /** Finds where lines end while a file is written. */
  private static final class LineOffsets {

    private long[] ends = new long[1024];
    private int count;
    private long position;

    void scan(byte[] buffer, int size) {
      for (int i = 0; i < size; i++) {
        if (buffer[i] == '\n') {
          if (count == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
          }
          ends[count++] = position + i + 1;
        }
      }
      position += size;
    }

    int count() {
      return count;
    }

    long end(int line) {
      return ends[line];
    }

    /** The ends of this line and all further ones. */
    long[] after(int line) {
      return Arrays.copyOfRange(ends, line, count);
    }
  }
}
