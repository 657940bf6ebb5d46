package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.engine.FakeNodeRuntime.FakeCommand;
import dev.batchline.emulator.engine.Recording.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings an account into the state that a recording found: what an answer shows, or a path names,
 * is there before the question is asked.
 *
 * <p>Many recordings begin in the middle, with resources that others made; and all of them wait for
 * virtual machines and processes, which here move on when they are told.
 */
final class RecordedState {

  private static final int MOST_STEPS = 150;

  /** States that a request brings about at once, or never. */
  private static final Set<String> PASSING =
      Set.of("deleting", "disabling", "reimaging", "terminating");

  private final ReplayedAccount account;
  private final Recording recording;

  /** The account can't be brought where the recording was. */
  static final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message) {
      super(message);
    }
  }

  /** Ids of recorded nodes, and of those that stand for them. */
  private final Map<String, String> nodes = new LinkedHashMap<>();

  RecordedState(ReplayedAccount account, Recording recording) {
    this.account = account;
    this.recording = recording;
  }

  /** The same text about nodes that are here. */
  String translate(String text) {
    String translated = text;
    for (Map.Entry<String, String> node : nodes.entrySet()) {
      translated = translated.replace(node.getKey(), node.getValue());
    }
    return translated;
  }

  /** Makes what this interaction found. */
  void prepare(Interaction interaction) throws IOException, InterruptedException {
    boolean missing = interaction.status() == 404;
    List<String> segments = interaction.segments();
    if (missing && segments.size() <= 2) {
      until(() -> account.get("/" + String.join("/", segments)).isMissingNode());
      return;
    }
    boolean made = interaction.succeeded() || interaction.status() == 409 || segments.size() > 2;
    if (!made) {
      return;
    }
    ensurePool(interaction);
    ensureJob(interaction, missing);
    if (interaction.id("jobschedules").isPresent()) {
      ensureSchedule(interaction.id("jobschedules").get());
    }
    if (interaction.succeeded()) {
      prepareFor(interaction);
      reachAnswered(interaction);
    }
  }

  private void ensurePool(Interaction interaction) throws IOException, InterruptedException {
    if (interaction.id("pools").isEmpty()) {
      if (interaction.body().path("code").asText().equals("PoolExists")) {
        ensurePool(interaction.request().path("id").asText());
      }
      return;
    }
    String pool = interaction.id("pools").get();
    ensurePool(pool);
    if (interaction.id("nodes").isPresent()) {
      ensureNode(pool, interaction.id("nodes").get());
    }
  }

  private void ensurePool(String id) throws IOException, InterruptedException {
    if (!account.get("/pools/" + id).isMissingNode()) {
      return;
    }
    ObjectNode pool = recording.made("pools", id);
    if (!pool.has("vmSize")) {
      pool.put("vmSize", "standard_d1_v2").setAll(Emulated.json("{" + Emulated.IMAGE + "}"));
    }
    if (!pool.path("enableAutoScale").asBoolean()) {
      pool.put("targetDedicatedNodes", Math.max(1, pool.path("targetDedicatedNodes").asInt()));
    }
    must("/pools", pool);
  }

  private void must(String path, ObjectNode body) throws IOException, InterruptedException {
    if (!account.post(path, body.toString())) {
      throw new UnreachableException("could not make " + path + " " + body);
    }
  }

  private void ensureNode(String pool, String recorded) throws IOException, InterruptedException {
    if (nodes.containsKey(recorded)) {
      return;
    }
    int needed = nodes.size() + 1;
    String path = "/pools/" + pool;
    if (account.get(path).path("targetDedicatedNodes").asInt() < needed) {
      steady(pool);
      account.post(path + "/resize", "{\"targetDedicatedNodes\":" + needed + "}");
    }
    until(() -> !free(pool).isEmpty());
    if (free(pool).isEmpty()) {
      throw new UnreachableException("no idle node in " + pool);
    }
    nodes.put(recorded, free(pool).get(0));
  }

  private List<String> free(String pool) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (JsonNode node : account.get("/pools/" + pool + "/nodes").path("value")) {
      String id = node.path("id").asText();
      if (node.path("state").asText().equals("idle") && !nodes.containsValue(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  private void steady(String pool) throws IOException, InterruptedException {
    until(() -> account.get("/pools/" + pool).path("allocationState").asText().equals("steady"));
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Lets time pass until something holds; goes on when it never does. */
  private void until(Condition condition) throws IOException, InterruptedException {
    for (int i = 0; i < MOST_STEPS && !condition.holds(); i++) {
      account.pass(Duration.ofSeconds(i < 20 ? 1 : 3));
    }
  }

  private void ensureJob(Interaction interaction, boolean lastMissing)
      throws IOException, InterruptedException {
    if (interaction.id("jobs").isEmpty()) {
      return;
    }
    String job = interaction.id("jobs").get();
    if (account.get("/jobs/" + job).isMissingNode()) {
      ObjectNode body = recording.made("jobs", job);
      if (!body.has("poolInfo")) {
        body.putObject("poolInfo").put("poolId", "recorded-pool");
      }
      ensurePool(body.path("poolInfo").path("poolId").asText("recorded-pool"));
      must("/jobs", body);
    }
    boolean named = interaction.segments().size() == 4;
    if (interaction.id("tasks").isPresent() && !(lastMissing && named)) {
      ensureTask(job, interaction.id("tasks").get());
    }
  }

  private void ensureTask(String job, String task) throws IOException, InterruptedException {
    if (!account.get("/jobs/" + job + "/tasks/" + task).isMissingNode()) {
      return;
    }
    ObjectNode body = recording.made("tasks", task);
    if (!body.has("commandLine")) {
      body.put("commandLine", "cmd /c echo hello");
    }
    must("/jobs/" + job + "/tasks", body);
  }

  private void ensureSchedule(String id) throws IOException, InterruptedException {
    if (!account.get("/jobschedules/" + id).isMissingNode()) {
      return;
    }
    ObjectNode body = recording.made("jobschedules", id);
    if (!body.has("jobSpecification")) {
      body.putObject("schedule").put("recurrenceInterval", "P2D");
      body.putObject("jobSpecification").putObject("poolInfo").put("poolId", "recorded-pool");
    }
    must("/jobschedules", body);
  }

  /** What a change needs that the recording had made before it began. */
  private void prepareFor(Interaction interaction) throws IOException, InterruptedException {
    String path = "/" + String.join("/", interaction.segments());
    String parent = translate(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    switch (interaction.operation()) {
      case "POST /pools/*/resize", "POST /pools/*/removenodes", "POST /pools/*/enableautoscale" ->
          steady(interaction.id("pools").orElseThrow());
      case "POST /pools/*/stopresize" -> {
        String pool = interaction.id("pools").orElseThrow();
        if (!account.get("/pools/" + pool).path("allocationState").asText().equals("resizing")) {
          steady(pool);
          account.post(parent + "/resize", "{\"targetDedicatedNodes\":9}");
        }
      }
      case "POST /pools/*/evaluateautoscale", "POST /pools/*/disableautoscale" -> {
        steady(interaction.id("pools").orElseThrow());
        account.post(
            parent + "/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1;\"}");
        steady(interaction.id("pools").orElseThrow());
      }
      case "POST /jobs/*/enable" -> {
        account.post(parent + "/disable", "{\"disableTasks\":\"requeue\"}");
        account.pass(Duration.ofSeconds(5));
      }
      case "POST /pools/*/nodes/*/enablescheduling" ->
          account.post(parent + "/disablescheduling", "{}");
      case "DELETE /pools/*/nodes/*/users/*" ->
          account.post(parent, "{\"name\":\"" + interaction.id("users").orElseThrow() + "\"}");
      case "POST /jobs/*/tasks/*/reactivate" -> complete(interaction, 1);
      default -> prepareFiles(interaction);
    }
  }

  private FakeCommand command(Interaction interaction) throws IOException, InterruptedException {
    return command(interaction.id("jobs").orElseThrow(), interaction.id("tasks").orElseThrow());
  }

  private FakeCommand command(String job, String task) throws IOException, InterruptedException {
    String directory = job + "/job-1/" + task;
    ensurePool(account.get("/jobs/" + job).at("/poolInfo/poolId").asText("recorded-pool"));
    until(() -> !account.runtime().all(directory).isEmpty());
    if (account.runtime().all(directory).isEmpty()) {
      throw new UnreachableException("no command in " + directory);
    }
    return account.runtime().command(directory);
  }

  private void complete(Interaction interaction, int exitCode)
      throws IOException, InterruptedException {
    command(interaction).exit(exitCode);
    account.pass(Duration.ofMillis(1));
  }

  /** Files that are read, listed or deleted were there. */
  private void prepareFiles(Interaction interaction) throws IOException, InterruptedException {
    if (!interaction.segments().contains("files")) {
      return;
    }
    Path root;
    if (interaction.id("tasks").isPresent()) {
      root = command(interaction).command.directory();
    } else {
      String node = translate(interaction.id("nodes").orElseThrow());
      root = account.directory().resolve(interaction.id("pools").orElseThrow()).resolve(node);
    }
    Files.createDirectories(root);
    if (interaction.id("files").isPresent()) {
      write(root, interaction.id("files").get(), content(interaction));
    }
    for (JsonNode file : interaction.body().path("value")) {
      if (file.path("isDirectory").asBoolean()) {
        Files.createDirectories(root.resolve(slashes(file.path("name").asText())));
      } else {
        write(
            root,
            file.path("name").asText(),
            "x".repeat(file.at("/properties/contentLength").asInt()));
      }
    }
  }

  private static String content(Interaction interaction) {
    return interaction.body().isTextual()
        ? interaction.body().asText()
        : "x".repeat(interaction.header("content-length").map(Integer::parseInt).orElse(1));
  }

  private static String slashes(String name) {
    return name.replace('\\', '/');
  }

  private static void write(Path root, String name, String content) throws IOException {
    Path file = root.resolve(slashes(name));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Waits until what will be shown is in the state in which it was shown. */
  private void reachAnswered(Interaction interaction) throws IOException, InterruptedException {
    if (!interaction.method().equals("GET")) {
      return;
    }
    List<String> segments = interaction.segments();
    boolean list = segments.size() % 2 == 1;
    String collection = segments.get(segments.size() - (list ? 1 : 2));
    if (list) {
      ensureNextPage(interaction);
      for (JsonNode element : interaction.body().path("value")) {
        reach(interaction, collection, element);
      }
    } else {
      reach(interaction, collection, interaction.body());
    }
  }

  /** A page has a next one only if what is on that is there already. */
  private void ensureNextPage(Interaction interaction) throws IOException, InterruptedException {
    for (Interaction later : recording.interactions()) {
      if (interaction.path().equals("/pools") && later.query().contains("skiptoken")) {
        for (JsonNode pool : later.body().path("value")) {
          ensurePool(pool.path("id").asText());
        }
      }
    }
  }

  private void reach(Interaction interaction, String collection, JsonNode shown)
      throws IOException, InterruptedException {
    String id = shown.path("id").asText(interaction.id(collection).orElse(""));
    switch (collection) {
      case "pools" -> reachPool(id, shown);
      case "nodes" -> reachNode(interaction.id("pools").orElseThrow(), id, shown);
      case "jobs" -> reachJob(interaction, id, shown);
      case "tasks" -> reachTask(interaction.id("jobs").orElseThrow(), id, shown);
      case "jobschedules" -> {
        ensureSchedule(id);
        if (shown.path("state").asText().equals("disabled")) {
          account.post("/jobschedules/" + id + "/disable", "{}");
        }
      }
      default -> {
        // has no state
      }
    }
  }

  private void reachPool(String id, JsonNode shown) throws IOException, InterruptedException {
    ensurePool(id);
    String wanted = shown.path("allocationState").asText();
    String now = account.get("/pools/" + id).path("allocationState").asText();
    if (wanted.equals("steady")) {
      steady(id);
    } else if (!wanted.isEmpty() && !wanted.equals(now)) {
      steady(id);
      account.post("/pools/" + id + "/resize", "{\"targetDedicatedNodes\":9}");
      if (wanted.equals("stopping")) {
        account.post("/pools/" + id + "/stopresize", "{}");
      }
    }
  }

  private void reachNode(String pool, String recorded, JsonNode shown)
      throws IOException, InterruptedException {
    String wanted = shown.path("state").asText();
    if (!nodes.containsKey(recorded) && !Set.of("creating", "starting").contains(wanted)) {
      ensureNode(pool, recorded);
    } else if (!nodes.containsKey(recorded)) {
      until(() -> !account.get("/pools/" + pool + "/nodes").path("value").isEmpty());
      nodes.put(recorded, account.get("/pools/" + pool + "/nodes").at("/value/0/id").asText());
    }
    String path = "/pools/" + pool + "/nodes/" + nodes.get(recorded);
    if (wanted.equals("rebooting")) {
      account.post(path + "/reboot", "{}");
    } else if (!PASSING.contains(wanted)) {
      until(() -> account.get(path).path("state").asText().equals(wanted));
    }
  }

  private void reachJob(Interaction interaction, String id, JsonNode shown)
      throws IOException, InterruptedException {
    if (interaction.id("jobschedules").isEmpty() && account.get("/jobs/" + id).isMissingNode()) {
      if (id.contains(":")) {
        ensureSchedule(id.substring(0, id.indexOf(':')));
      } else {
        ObjectNode body = recording.made("jobs", id);
        body.putObject("poolInfo").put("poolId", "recorded-pool");
        must("/jobs", body);
      }
    }
    String wanted = shown.path("state").asText();
    if (!wanted.isEmpty() && !PASSING.contains(wanted)) {
      until(() -> account.get("/jobs/" + id).path("state").asText().equals(wanted));
    }
  }

  private void reachTask(String job, String task, JsonNode shown)
      throws IOException, InterruptedException {
    ensureTask(job, task);
    String now = account.get("/jobs/" + job + "/tasks/" + task).path("state").asText();
    String wanted = shown.path("state").asText();
    if (wanted.equals("completed") && !now.equals("completed")) {
      FakeCommand command = command(job, task);
      if (shown.at("/executionInfo/exitCode").isInt()) {
        command.exit(shown.at("/executionInfo/exitCode").asInt());
      } else {
        command.fail(shown.at("/executionInfo/failureInfo/code").asText("TaskEnded"));
      }
      account.pass(Duration.ofMillis(1));
    }
  }
}
