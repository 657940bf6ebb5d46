package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.http.odata.SkipToken;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pages: {@code /} with pools and jobs, {@code /view/JOB} with its tasks, {@code
 * /view/JOB/TASK} with all about a task and the end of what it printed.
 *
 * <p>They ask the service as any client would, change nothing, load nothing from elsewhere, and
 * need no credentials: whoever may open them is on this machine.
 */
public final class AccountPages implements Endpoint {

  private static final int ROWS = 200;
  private static final int MOST_NODES = 1000;
  private static final int TAIL = 32 * 1024;

  private final BatchService service;

  public AccountPages(BatchService service) {
    this.service = service;
  }

  @Override
  public boolean answers(String path) {
    return path.equals("/") || path.startsWith("/view/");
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    if (!request.verb().equals("GET")) {
      response.setStatus(405);
      return;
    }
    try {
      send(response, 200, page(request));
    } catch (BatchError e) {
      Html sorry = new Html(e.code()).heading(e.code()).paragraph(String.valueOf(e.getMessage()));
      send(response, e.status() == 304 ? 500 : e.status(), sorry);
    }
  }

  private static void send(HttpServletResponse response, int status, Html page) throws IOException {
    response.setStatus(status);
    response.setContentType("text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Html page(Request request) throws IOException {
    List<String> parts =
        Arrays.stream(request.path().split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    return switch (parts.size()) {
      case 2 -> job(parts.get(1), request.query().value("after").flatMap(SkipToken::key));
      case 3 -> task(parts.get(1), parts.get(2));
      default -> overview();
    };
  }

  private Html overview() {
    Html page = new Html("Batch emulator").heading("Pools");
    List<List<String>> pools = new ArrayList<>();
    for (ObjectNode pool : list(Operation.POOL_LIST, Map.of(), first(ROWS)).elements()) {
      pools.add(
          List.of(
              text(pool, "/id"),
              text(pool, "/state") + ", " + text(pool, "/allocationState"),
              of(pool, "Dedicated"),
              of(pool, "LowPriority"),
              text(pool, "/taskSlotsPerNode"),
              nodes(pool.path("id").asText())));
    }
    page.table(List.of("id", "state", "dedicated", "Spot", "slots", "nodes"), pools);
    page.heading("Jobs");
    List<List<String>> jobs = new ArrayList<>();
    for (ObjectNode job : list(Operation.JOB_LIST, Map.of(), first(ROWS)).elements()) {
      String id = job.path("id").asText();
      jobs.add(
          List.of(
              Html.link(id, "view", id),
              text(job, "/state"),
              text(job, "/executionInfo/poolId"),
              counts(id),
              text(job, "/creationTime")));
    }
    return page.table(List.of("id", "state", "pool", "tasks", "created"), jobs);
  }

  private static String of(ObjectNode pool, String kind) {
    return text(pool, "/current" + kind + "Nodes")
        + " of "
        + text(pool, "/target" + kind + "Nodes");
  }

  /** A square for each node, coloured by its state. */
  private String nodes(String pool) {
    return list(Operation.COMPUTE_NODE_LIST, Map.of("poolId", pool), first(MOST_NODES))
        .elements()
        .stream()
        .map(
            node ->
                "<i class=\"%s\" title=\"%s: %s, %s tasks\"></i>"
                    .formatted(
                        text(node, "/state"),
                        text(node, "/id"),
                        text(node, "/state"),
                        text(node, "/runningTasksCount")))
        .collect(Collectors.joining());
  }

  private String counts(String job) {
    Answer answer =
        service.answer(Call.reading(Operation.JOB_GET_TASK_COUNTS, Map.of("jobId", job)));
    if (!(answer instanceof Answer.Entity entity)) {
      return "";
    }
    JsonNode counts = entity.json().path("taskCounts");
    return "%s waiting, %s running, %s succeeded, %s failed"
        .formatted(
            text(counts, "/active"),
            text(counts, "/running"),
            text(counts, "/succeeded"),
            text(counts, "/failed"));
  }

  private Html job(String job, Optional<String> after) {
    Html page = new Html(job).heading("Job " + job).raw(counts(job));
    Answer.Listing tasks =
        list(Operation.TASK_LIST, Map.of("jobId", job), new Page(element -> true, after, ROWS));
    List<List<String>> rows = new ArrayList<>();
    for (ObjectNode task : tasks.elements()) {
      String id = task.path("id").asText();
      rows.add(
          List.of(
              Html.link(id, "view", job, id),
              text(task, "/state"),
              text(task, "/executionInfo/exitCode"),
              text(task, "/executionInfo/failureInfo/code"),
              text(task, "/executionInfo/startTime"),
              text(task, "/executionInfo/endTime"),
              text(task, "/nodeInfo/nodeId")));
    }
    page.table(List.of("id", "state", "exit code", "failure", "start", "end", "node"), rows);
    tasks
        .next()
        .ifPresent(key -> page.raw("<a href=\"?after=" + SkipToken.after(key) + "\">more</a>"));
    return page;
  }

  private Html task(String job, String task) throws IOException {
    Html page = new Html(task).heading("Task " + task).raw(Html.link(job, "view", job));
    Map<String, String> names = Map.of("jobId", job, "taskId", task);
    if (service.answer(Call.reading(Operation.TASK_GET, names)) instanceof Answer.Entity entity) {
      page.block(entity.json().toPrettyString());
    }
    for (String file : List.of("stdout.txt", "stderr.txt")) {
      page.heading(file).block(tail(Map.of("jobId", job, "taskId", task, "filePath", file)));
    }
    return page;
  }

  /** The end of a file; a task that hasn't run has none, which is no error on a page. */
  private String tail(Map<String, String> names) throws IOException {
    Answer answer;
    try {
      answer = service.answer(Call.reading(Operation.FILE_GET_FROM_TASK, names));
    } catch (BatchError e) {
      return "(" + e.code() + ")";
    }
    if (!(answer instanceof Answer.FileContent content)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(content.file().toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private Answer.Listing list(Operation operation, Map<String, String> names, Page page) {
    Answer answer = service.answer(Call.reading(operation, names, page));
    if (answer instanceof Answer.Listing listing) {
      return listing;
    }
    throw new IllegalStateException(operation.id() + " is no list");
  }

  private static Page first(int size) {
    return Page.first(size);
  }

  private static String text(JsonNode json, String pointer) {
    return Html.escape(json.at(pointer).asText(""));
  }
}
