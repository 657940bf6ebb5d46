package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages answer, without a browser. */
class AccountPagesTest {

  @TempDir private Path nodes;
  private LiveEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = new LiveEmulator(nodes);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  /** Runs a task to its end. */
  private void runTask(String script) {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    emulator.addJob("job", "pool", "");
    emulator.addTask("job", "task", script, "");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page("/view/jobs/job/tasks/task").contains("</span> completed"));
  }

  private String page(String path) {
    return emulator.get(path).body();
  }

  @Test
  void nothingButTheJarsOwnFilesMayBeLoadedIntoAPage() {
    HttpResponse<String> page = emulator.get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.body()).doesNotContain(" style=", " onclick=", "<style", "http://", "https://");
    for (String asset : new String[] {"page.css", "page.js", "icon.svg"}) {
      assertThat(page.body()).contains("/view/" + asset);
      assertThat(emulator.get("/view/" + asset).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void pagesChangeNothing() {
    for (String verb : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(emulator.url("/")))
              .method(verb, HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(emulator.send(request).statusCode()).as(verb).isEqualTo(405);
    }
  }

  @Test
  void aPageUnderAnotherNameIsRefused() throws IOException {
    URI address = URI.create(emulator.url("/"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      assertThat(status).contains("403");
    }
  }

  @Test
  void whatIsNotThereIsSaid() {
    emulator.addPool("pool", "'targetDedicatedNodes':0,");
    emulator.addJob("job", "pool", "");
    emulator.addTask("job", "task", "true", "");

    assertMissing("/view/pools/none", "PoolNotFound");
    assertMissing("/view/pools/pool/nodes/none", "NodeNotFound");
    assertMissing("/view/jobs/none", "JobNotFound");
    assertMissing("/view/jobs/job/tasks/none", "TaskNotFound");
    assertMissing("/view/jobs/job/tasks/task/files/none", "TaskFilesUnavailable");
    assertMissing("/view/jobschedules/none", "JobScheduleNotFound");
    assertMissing("/view/%3Cscript%3E", "There is no such page");
    assertThat(page("/view/jobs/job/tasks/task")).contains("active", "TaskFilesUnavailable");
    assertThat(page("/view/jobs/job?after=nonsense&state=nonsense")).contains(">task</a>");
    assertThat(page("/view/jobs/job?prefix=%22%3E%3Cscript%3E")).doesNotContain("<script>");
  }

  private void assertMissing(String path, String why) {
    HttpResponse<String> answer = emulator.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(404);
    assertThat(answer.body()).contains(why).doesNotContain("<script>", "Exception");
  }

  @Test
  void aFileIsSentWholeOrFromAnOffset() {
    runTask("printf abc; printf '\\\\\\\\033[1mdef'".replace("'", "\\\\\\\""));
    String file = "/view/jobs/job/tasks/task/files/stdout.txt";

    HttpResponse<String> whole = emulator.get(file + "?whole");
    assertThat(whole.body()).isEqualTo("abc\u001B[1mdef");
    assertThat(whole.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(whole.headers().firstValue("Content-Security-Policy"))
        .contains("default-src 'none'; sandbox");
    assertThat(whole.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("inline; filename*=UTF-8''stdout.txt");

    HttpResponse<String> piece = emulator.get(file + "?from=1");
    assertThat(piece.body()).isEqualTo("bcdef");
    assertThat(piece.headers().firstValue(FilePages.NEXT)).contains("10");
    assertThat(emulator.get(file + "?from=10").body()).isEmpty();
    assertThat(emulator.get(file + "?from=99").headers().firstValue("Batchline-Anew"))
        .as("a file that has become shorter")
        .isPresent();
    assertThat(page(file)).contains(">abcdef</pre>");
  }

  @Test
  void filesThatAreNoTextAreNotShown() throws IOException {
    runTask("sleep 0");
    Path wd = emulator.workingDirectory("task");
    Files.write(wd.resolve("image.bin"), new byte[] {1, 0, 2});
    Files.createDirectories(wd.resolve("results of <today>"));
    Files.writeString(wd.resolve("results of <today>").resolve("a+b%20c.txt"), "hello");
    String files = "/view/jobs/job/tasks/task/files/wd";

    assertThat(page(files + "/image.bin")).contains("This is no text.").contains("3 bytes");
    assertThat(emulator.get(files + "/image.bin?whole").headers().firstValue("Content-Type"))
        .contains("application/octet-stream");
    assertThat(page(files)).contains("results%20of%20%3Ctoday%3E").doesNotContain("<today>");
    assertThat(page(files + "/results%20of%20%3Ctoday%3E/a%2Bb%2520c.txt"))
        .contains(">hello</pre>");
    assertThat(page("/view/jobs/job/tasks/task"))
        .contains("wd/results of &lt;today&gt;/a+b%20c.txt");
  }

  @Test
  void nothingOutsideATasksDirectoryCanBeReached() {
    runTask("true");
    String files = "/view/jobs/job/tasks/task/files/";

    for (String path :
        new String[] {
          "..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
          "%2fetc%2fpasswd",
          "wd/..%2f..%2f.."
        }) {
      HttpResponse<String> answer = emulator.get(files + path + "?whole");
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).doesNotContain("root:");
    }
  }

  @Test
  void aPipeIsNotRead() throws IOException, InterruptedException {
    runTask("mkfifo pipe");

    assertThat(page("/view/jobs/job/tasks/task/files/wd/pipe")).contains("Not a file.");
    assertThat(emulator.get("/view/jobs/job/tasks/task/files/wd/pipe?from=0").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aNodeShowsItsStartTask() {
    emulator.addPool(
        "pool",
        "'targetDedicatedNodes':1,'startTask':{'commandLine':'/bin/sh -c \\\"echo begin; exit 4\\\"',"
            + "'waitForSuccess':true},");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page("/view/pools/pool").contains("cell bad"));
    String pool = page("/view/pools/pool");
    String node = pool.replaceFirst("(?s).*?href=\"(/view/pools/pool/nodes/[^\"]+)\".*", "$1");

    assertThat(page(node))
        .contains("starttaskfailed", "failed, exit code 4", ">begin\n</pre>", "startup");
  }

  @Test
  void aTaskShowsWhatItWaitsFor() {
    emulator.addPool("pool", "'targetDedicatedNodes':0,");
    emulator.addJob("job", "pool", "'usesTaskDependencies':true,");
    emulator.addTask("job", "first", "true", "");
    emulator.addTask(
        "job",
        "second",
        "true",
        "'dependsOn':{'taskIds':['first'],'taskIdRanges':[{'start':1,'end':9}]},");

    assertThat(page("/view/jobs/job/tasks/second"))
        .contains("Depends on <a href=\"/view/jobs/job/tasks/first\">first</a> 1 to 9");
  }

  @Test
  void faultsThatAreInForceAreShown() {
    assertThat(page("/")).doesNotContain("Faults in force");
    emulator.addFault("{'kind':'throttle','operations':['Task_Add'],'times':3}");

    assertThat(page("/")).contains("Faults in force", "throttle", "Task_Add", "at most 3 times");
  }

  @Test
  void aJobShowsHowItsPreparationWent() {
    emulator.addPool("pool", "'targetDedicatedNodes':1,");
    emulator.addJob(
        "job", "pool", "'jobPreparationTask':{'commandLine':'/bin/sh -c \\\"echo prepared\\\"'},");
    emulator.addTask("job", "task", "true", "");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page("/view/jobs/job").contains("</span> succeeded"));

    String output =
        page("/view/jobs/job").replaceFirst("(?s).*href=\"([^\"]+)\">output</a>.*", "$1");
    assertThat(page(output)).contains(">prepared\n</pre>");
  }

  @Test
  void aJobScheduleShowsItsJobs() {
    emulator.addPool("pool", "'targetDedicatedNodes':0,");
    emulator.addJobSchedule("nightly", "pool");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> page("/view/jobschedules/nightly").contains("nightly:job-1"));

    assertThat(page("/")).contains("/view/jobschedules/nightly");
    assertThat(page("/view/jobs/nightly%3Ajob-1")).contains("Job schedule", ">nightly</a>");
  }

  @Test
  void aPoolWhoseNodesAreBrokenSaysSoAndWhy() {
    emulator.addPool(
        "pool",
        "'targetDedicatedNodes':2,'startTask':{'commandLine':'false'," + "'waitForSuccess':true},");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(page("/")).contains("</span> 2 starttaskfailed</span>"));
    assertThat(page("/view/pools/pool"))
        .contains("</span> 2 starttaskfailed</span>", "start task ", "failed, exit code 1");
  }
}
