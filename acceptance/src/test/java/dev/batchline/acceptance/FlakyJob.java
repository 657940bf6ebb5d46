package dev.batchline.acceptance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A job with the same outputs each time, though every fifth task fails at first, that writes down
 * each attempt as it begins: one that runs twice shows.
 */
record FlakyJob(Path file, Path ledger) {

  /** How many tasks it has; one of them merges the outputs of the others. */
  static final int TASKS = 16;

  static FlakyJob write(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("part.sh"),
        """
        echo "$BATCHLINE_RUN_ID $BATCHLINE_TASK_ID $BATCHLINE_ATTEMPT" >> "$2"
        sleep "0.$(($1 % 7))"
        if [ $(($1 % 5)) = 0 ] && [ "$BATCHLINE_ATTEMPT" = 1 ]; then exit 1; fi
        awk -v n="$1" 'BEGIN { for (i = 1; i <= 9999; i++) s = (s * 31 + i * n) % 1000003; print n, s }' > part.txt
        """);
    Files.writeString(
        directory.resolve("merge.sh"),
        """
        echo "$BATCHLINE_RUN_ID $BATCHLINE_TASK_ID $BATCHLINE_ATTEMPT" >> "$1"
        sleep 1
        cat part/*/part.txt | sort -n > merged.txt
        """);
    Path ledger = Files.writeString(directory.resolve("ledger.txt"), "");
    Path file =
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            name: flaky
            parameters: { ledger: { type: string } }
            app: [part.sh, merge.sh]
            pool: { template: cpu-autoscale, parameters: { maxNodes: 4 } }
            tasks:
              - name: part
                forEach: { n: "1..15" }
                command: sh $BATCHLINE_APP_DIR/part.sh ${{ n }} ${{ parameters.ledger }}
                outputs: [part.txt]
              - name: merge
                after: [part]
                inputs: [{ from: part, files: part.txt }]
                command: sh $BATCHLINE_APP_DIR/merge.sh ${{ parameters.ledger }}
                outputs: [merged.txt]
            retry: { attempts: 3, backoff: PT1S }
            """);
    return new FlakyJob(file, ledger);
  }

  /** How often each attempt of a run has begun: by {@code task attempt}. */
  Map<String, Long> attempts(String run) throws IOException {
    return Files.readAllLines(ledger).stream()
        .filter(line -> line.startsWith(run + " "))
        .map(line -> line.substring(run.length() + 1))
        .collect(groupingBy(Function.identity(), TreeMap::new, counting()));
  }
}
