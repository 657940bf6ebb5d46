package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.LogStream;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Reads what attempts write: from Storage when it is there, else from the node, by ranges.
 *
 * <p>A node uploads the very files that it has, so a position in one is a position in the other.
 */
final class AttemptLogs {

  private static final int PIECE = 1 << 22;

  private final RunId run;
  private final RunStore store;
  private final Optional<AzureBatchAccount> account;
  private final OptionalInt last;

  /** Where something was read. */
  enum Source {
    STORAGE,
    NODE,
    /** There is no such file, not yet or no longer. */
    NOWHERE
  }

  /** The run whose logs are read. */
  RunId run() {
    return run;
  }

  /**
   * @param last how many lines of each file are read; all of them when empty
   */
  AttemptLogs(Connection connection, RunId run, OptionalInt last) {
    this.last = last;
    this.run = run;
    this.store = connection.files().run(run);
    this.account = connection.account();
  }

  /** One file of one attempt, and how far it was read; kept while connections come and go. */
  static final class Reading {
    final AttemptId attempt;
    final String file;
    private final LogStream lines;
    private final BooleanSupplier wanted;
    private long position;
    private boolean begun;

    /**
     * @param file such as {@code stdout.txt}
     * @param wanted asked after each piece whether there is anybody who reads on
     */
    Reading(AttemptId attempt, String file, LogStream lines, BooleanSupplier wanted) {
      this.attempt = attempt;
      this.file = file;
      this.lines = lines;
      this.wanted = wanted;
    }

    void end() {
      lines.end();
    }
  }

  /** Reads on, as far as the file goes now. */
  Source readOn(Reading reading) {
    Source source = Source.NOWHERE;
    if (!reading.begun) {
      reading.position = begin(reading.attempt, reading.file);
    }
    while (true) {
      Optional<byte[]> piece = stored(reading);
      boolean inStorage = piece.isPresent();
      piece = inStorage ? piece : onNode(reading);
      if (piece.isEmpty()) {
        return source;
      }
      source = inStorage ? Source.STORAGE : Source.NODE;
      reading.begun = true;
      if (piece.get().length == 0) {
        return source;
      }
      reading.position += piece.get().length;
      reading.lines.add(piece.get());
      if (!reading.wanted.getAsBoolean() || piece.get().length < PIECE) {
        return source;
      }
    }
  }

  /** Where the whole file is, and its text, to be read once; it is read as it is asked for. */
  record Text(Source source, InputStream content) {}

  /** Empty when there is no such file, not yet or no longer. */
  Optional<Text> open(AttemptId attempt, String file) {
    Pieces pieces = new Pieces(attempt, file);
    return pieces.first() == Source.NOWHERE
        ? Optional.empty()
        : Optional.of(new Text(pieces.source, pieces));
  }

  /** The pieces of a file, each fetched when the one before is read. */
  private final class Pieces extends InputStream {

    private final AttemptId attempt;
    private final String file;
    private Source source = Source.NOWHERE;
    private byte[] piece = new byte[0];
    private int at;
    private long position;

    Pieces(AttemptId attempt, String file) {
      this.attempt = attempt;
      this.file = file;
      this.position = begin(attempt, file);
    }

    Source first() {
      fetch();
      return source;
    }

    private void fetch() {
      Optional<byte[]> fetched = stored(attempt, file, position);
      if (fetched.isPresent()) {
        source = Source.STORAGE;
      } else {
        fetched = onNode(attempt, file, position);
        source = fetched.isPresent() ? Source.NODE : source;
      }
      piece = fetched.orElse(new byte[0]);
      at = 0;
      position += piece.length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      if (at == piece.length && piece.length == PIECE) {
        fetch();
      }
      if (at == piece.length) {
        return -1;
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, bytes, from, count);
      at += count;
      return count;
    }
  }

  private long begin(AttemptId attempt, String file) {
    if (last.isEmpty()) {
      return 0;
    }
    String name = RunBlobs.logs(attempt.taskId(), attempt.number()) + file;
    OptionalLong stored = store.size(name);
    if (stored.isPresent()) {
      return LastLines.begin(
          stored.getAsLong(), last.getAsInt(), (from, most) -> store.range(name, from, most));
    }
    return account
        .flatMap(batch -> batch.size(run, attempt, file))
        .map(
            size ->
                LastLines.begin(
                    size,
                    last.getAsInt(),
                    (from, most) ->
                        account.flatMap(batch -> batch.written(run, attempt, file, from, most))))
        .orElse(0L);
  }

  private Optional<byte[]> stored(Reading reading) {
    return stored(reading.attempt, reading.file, reading.position);
  }

  private Optional<byte[]> stored(AttemptId attempt, String file, long position) {
    return store.range(RunBlobs.logs(attempt.taskId(), attempt.number()) + file, position, PIECE);
  }

  private Optional<byte[]> onNode(Reading reading) {
    return onNode(reading.attempt, reading.file, reading.position);
  }

  private Optional<byte[]> onNode(AttemptId attempt, String file, long position) {
    return account.flatMap(batch -> batch.written(run, attempt, file, position, PIECE));
  }
}
