package dev.batchline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code room.mjs}, by what Node.js does with it. */
class StorageRoomTest {

  /** Sends requests with bodies of that many bytes, and says what came back. */
  private static final String SEND =
      """
      async function send(server, requests) {
        await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
        for (const [method, length] of requests) {
          const request = http.request({
            host: "127.0.0.1",
            port: server.address().port,
            method,
            headers: { "content-length": length },
          });
          const sent = once(request, "finish");
          const answered = once(request, "response");
          request.end(Buffer.alloc(length));
          const [response] = await answered;
          response.resume();
          await sent;
          const code = response.headers["x-ms-error-code"] ?? "";
          console.log(`${method} ${length} ${response.statusCode} ${code}`.trim());
        }
        server.closeAllConnections();
        server.close();
      }
      """;

  @TempDir Path directory;

  @Test
  void aBodyThatThereIsNoRoomForIsRefusedAndWhatNeedsNoneIsNot() throws Exception {
    assertThat(
            run(
                """
                const server = http.createServer((request, response) => {
                  request.resume();
                  request.on("end", () => response.writeHead(201).end());
                });
                refuseWhatFindsNoRoom(server, () => 100_000, () => 50_000);
                await send(server, [["PUT", 40_000], ["PUT", 60_000], ["PUT", 0], ["GET", 0]]);
                """))
        .containsExactly("PUT 40000 201", "PUT 60000 507 DiskFull", "PUT 0 201", "GET 0 201");
  }

  @Test
  void whatWasAnsweredEarlyIsReadToItsEnd() throws Exception {
    assertThat(
            run(
                """
                const server = http.createServer((request, response) => {
                  request.once("data", () => {
                    request.pause();
                    response.writeHead(500).end();
                  });
                });
                refuseWhatFindsNoRoom(server, () => Infinity, () => 0);
                await send(server, [["PUT", 20_000_000]]);
                """))
        .containsExactly("PUT 20000000 500");
  }

  @Test
  void aDatabaseThatFindsNoRoomIsSavedOnceThereIsSome() throws Exception {
    assertThat(
            run(
                """
                let free = 0;
                const saved = [];
                const database = {
                  persistenceAdapter: {
                    saveDatabase(name, text, callback) {
                      callback(free ? undefined : new Error("no room"));
                      free = 100;
                    },
                  },
                };
                const wait = saveWhenThereIsRoom(database, () => free && 9, () => 10);
                database.persistenceAdapter.saveDatabase("a", "text", (e) => saved.push(e ?? "saved"));
                console.log(saved.length);
                await wait();
                console.log(saved.join());
                """))
        .containsExactly("0", "saved");
  }

  private List<String> run(String script) throws IOException, InterruptedException {
    Path room = Path.of("src/main/azurite/room.mjs").toAbsolutePath();
    String imports =
        """
        import { once } from "node:events";
        import http from "node:http";
        import { refuseWhatFindsNoRoom, saveWhenThereIsRoom } from "%s";
        """;
    Path file =
        Files.writeString(
            directory.resolve("test.mjs"), imports.formatted(room.toUri()) + SEND + script);
    Assumptions.assumeTrue(NodeJs.onPath("node", System.getenv()).isPresent(), "no Node.js here");
    Path said = directory.resolve("said.txt");
    Process node =
        new ProcessBuilder("node", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      node.destroyForcibly();
    }
    return Files.readAllLines(said);
  }
}
