package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.LogStream;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import java.util.Optional;

/**
 * Reads what attempts write: from Storage when it is there, else from the node, by ranges.
 *
 * <p>A node uploads the very files that it has, so a position in one is a position in the other.
 */
final class AttemptLogs {

  private static final int PIECE = 1 << 20;

  private final RunId run;
  private final RunStore store;
  private final Optional<AzureBatchAccount> account;

  /** Where something was read. */
  enum Source {
    STORAGE,
    NODE,
    /** There is no such file, not yet or no longer. */
    NOWHERE
  }

  AttemptLogs(Connection connection, RunId run) {
    this.run = run;
    this.store = connection.files().run(run);
    this.account = connection.account();
  }

  /** One file of one attempt, and how far it was read; kept while connections come and go. */
  static final class Reading {
    final AttemptId attempt;
    final String file;
    private final LogStream lines;
    private long position;

    /**
     * @param file such as {@code stdout.txt}
     */
    Reading(AttemptId attempt, String file, LogStream lines) {
      this.attempt = attempt;
      this.file = file;
      this.lines = lines;
    }

    void end() {
      lines.end();
    }
  }

  /** Reads on, as far as the file goes now. */
  Source readOn(Reading reading) {
    Source source = Source.NOWHERE;
    while (true) {
      Optional<byte[]> piece = stored(reading);
      boolean inStorage = piece.isPresent();
      piece = inStorage ? piece : onNode(reading);
      if (piece.isEmpty()) {
        return source;
      }
      source = inStorage ? Source.STORAGE : Source.NODE;
      if (piece.get().length == 0) {
        return source;
      }
      reading.position += piece.get().length;
      reading.lines.add(piece.get());
    }
  }

  private Optional<byte[]> stored(Reading reading) {
    AttemptId attempt = reading.attempt;
    String name = RunBlobs.logs(attempt.taskId(), attempt.number()) + reading.file;
    return store.range(name, reading.position, PIECE);
  }

  private Optional<byte[]> onNode(Reading reading) {
    return account.flatMap(
        batch -> batch.written(run, reading.attempt, reading.file, reading.position, PIECE));
  }
}
