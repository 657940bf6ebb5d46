package dev.batchline.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job of a few short shell tasks and one that joins their outputs. */
final class TinyJob {

  private TinyJob() {}

  /** Writes it; parameters are {@code tasks}, {@code seconds} and {@code broken}. */
  static Path write(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("work.sh"),
        """
        echo "task $1"
        sleep "$2"
        if [ "$1" = "$3" ]; then
          echo '##vso[task.complete result=Succeeded]' >&2
          echo "scenario $1 has no price" >&2
          exit 7
        fi
        echo "$1" > number.txt
        """);
    return Files.writeString(
        directory.resolve("job.yaml"),
        """
        name: tiny
        parameters:
          tasks: { type: integer, default: 3, minimum: 1 }
          seconds: { type: string, default: "0.1" }
          broken: { type: integer, default: 0 }
        app: [work.sh]
        pool: { template: cpu-autoscale, parameters: { maxNodes: 3 } }
        tasks:
          - name: work
            forEach: { number: "1..${{ parameters.tasks }}" }
            command: >-
              sh $BATCHLINE_APP_DIR/work.sh ${{ number }} ${{ parameters.seconds }}
              ${{ parameters.broken }}
            outputs: [number.txt]
          - name: join
            after: [work]
            inputs: [{ from: work, files: number.txt }]
            command: cat work/*/number.txt | sort -n > all.txt
            outputs: [all.txt]
        retry: { attempts: 2, backoff: PT1S }
        """);
  }
}
