package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Document;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.PackageReference;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.VmSizes;
import dev.batchline.emulator.node.NodeCommand;
import dev.batchline.emulator.node.NodeCommand.OutputFile;
import dev.batchline.emulator.node.NodeCommand.ResourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what a node's runtime is told from what users said about tasks. */
final class CommandLines {

  private final EngineSettings settings;
  private final EngineClock clock;
  private final Account account;
  private final Packages packages;
  private final CommandUsers users;

  CommandLines(EngineSettings settings, EngineClock clock, Account account) {
    this.settings = settings;
    this.account = account;
    this.packages = new Packages(settings.resources().applications());
    this.users = new CommandUsers(account);
    this.clock = clock;
  }

  NodeCommand startTask(Node node, Document task, int retries) {
    Path directory = root(node).resolve("startup");
    Map<String, String> environment = ofNode(node);
    ofTask(environment, directory);
    ObjectNode said = task.tree();
    return deploying(
        node, said, command(directory, false, said, environment, retries, Optional.empty()));
  }

  NodeCommand preparation(Node node, Job job, JobSettings.Preparation task) {
    Path directory = root(node).resolve(job.directory()).resolve(task.id());
    Map<String, String> environment = ofJob(node, job, task.id(), directory);
    ObjectNode said = task.document().tree();
    return deploying(
        node,
        said,
        command(
            directory,
            true,
            said,
            environment,
            task.constraints().retries(),
            task.constraints().wallClock()));
  }

  NodeCommand release(Node node, Job job, JobSettings.Release task) {
    Path directory = root(node).resolve(job.directory()).resolve(task.id());
    Map<String, String> environment = ofJob(node, job, task.id(), directory);
    ObjectNode said = task.document().tree();
    return deploying(
        node, said, command(directory, true, said, environment, 0, Optional.of(task.wallClock())));
  }

  NodeCommand task(Node node, AccountJob job, Task task) {
    Path directory = root(node).resolve(task.placement().orElseThrow().directory());
    Map<String, String> environment = ofJob(node, job.job(), task.id(), directory);
    addToken(environment, job.job(), task);
    TaskSettings.Constraints limits = task.settings().constraints();
    ObjectNode said = task.settings().document().tree();
    environment.putAll(packages.environment(references(said), root(node)));
    return deploying(
        node,
        said,
        command(directory, true, said, environment, limits.retries(), limits.wallClock())
            .after(task.execution().retries()));
  }

  /**
   * The coordination command of one instance of a task.
   *
   * @param again whether the task is retried, and finds the files of its earlier run
   */
  NodeCommand coordination(List<Node> nodes, int index, Job job, Task task, boolean again) {
    ObjectNode said = task.settings().document().tree();
    JsonNode settings = said.path("multiInstanceSettings");
    Path directory = instanceDirectory(nodes.get(index), job, task, index);
    List<ResourceFile> files =
        new ArrayList<>(resourceFiles(settings.path("commonResourceFiles"), true));
    if (index == 0) {
      files.addAll(resourceFiles(said.path("resourceFiles")));
    }
    NodeCommand command =
        new NodeCommand(
            directory,
            !again,
            settings.path("coordinationCommandLine").asText(),
            instanceEnvironment(nodes, index, job, task, said),
            files,
            List.of(),
            0,
            task.settings().constraints().wallClock());
    return deploying(nodes.get(index), said, command.leavingProcesses());
  }

  /**
   * The command of the first instance, after the coordination commands. It isn't retried by itself:
   * the task is, as a whole.
   *
   * @param began when the coordination did, from which on the task's time is counted
   */
  NodeCommand application(List<Node> nodes, Job job, Task task, Instant began) {
    ObjectNode said = task.settings().document().tree();
    NodeCommand command =
        new NodeCommand(
            instanceDirectory(nodes.get(0), job, task, 0),
            false,
            said.path("commandLine").asText(),
            instanceEnvironment(nodes, 0, job, task, said),
            List.of(),
            outputFiles(said.path("outputFiles")),
            0,
            task.settings().constraints().wallClock().map(limit -> left(limit, began)));
    return command.as(users.of(nodes.get(0), said));
  }

  /** The same command, with its user, and with the packages of the node's pool and of the task. */
  private NodeCommand deploying(Node node, JsonNode said, NodeCommand command) {
    NodeCommand own = command.as(users.of(node, said));
    List<PackageReference> all = new ArrayList<>(ofPool(node));
    all.addAll(references(said));
    return all.isEmpty() ? own : own.withPackages(packages.of(all, root(node)));
  }

  private List<PackageReference> ofPool(Node node) {
    return account
        .findPool(node.origin().poolId())
        .map(pool -> pool.pool().settings().packages())
        .orElse(List.of());
  }

  private static List<PackageReference> references(JsonNode said) {
    return PackageReference.all(said.path("applicationPackageReferences"));
  }

  private Duration left(Duration limit, Instant began) {
    Duration left = limit.minus(Duration.between(began, clock.now()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What a task that asks for it needs to use the service on behalf of its job. */
  private void addToken(Map<String, String> environment, Job job, Task task) {
    if (task.settings().jobAccess()) {
      environment.put(
          "AZ_BATCH_AUTHENTICATION_TOKEN", settings.jobTokens().issue(job.id(), clock.now()));
    }
  }

  /** Where an instance of a task has its files. */
  static Path instanceDirectory(Node node, Job job, Task task, int index) {
    return root(node).resolve(job.directory()).resolve(task.id()).resolve(Integer.toString(index));
  }

  private Map<String, String> instanceEnvironment(
      List<Node> nodes, int index, Job job, Task task, ObjectNode said) {
    Node node = nodes.get(index);
    Path directory = instanceDirectory(node, job, task, index);
    Map<String, String> environment = ofJob(node, job, task.id(), directory);
    List<String> hosts = nodes.stream().map(one -> one.origin().ipAddress()).toList();
    StringBuilder cores = new StringBuilder(Integer.toString(nodes.size()));
    for (Node one : nodes) {
      cores.append(' ').append(one.origin().ipAddress());
      cores.append(' ').append(VmSizes.cores(one.origin().vmSize()));
    }
    environment.put("AZ_BATCH_HOST_LIST", String.join(",", hosts));
    environment.put("AZ_BATCH_NODE_LIST", String.join(";", hosts));
    environment.put("AZ_BATCH_MASTER_NODE", hosts.get(0) + ":6000");
    environment.put("AZ_BATCH_IS_CURRENT_NODE_MASTER", Boolean.toString(index == 0));
    environment.put("AZ_BATCH_TASK_SHARED_DIR", directory.toString());
    environment.put("CCP_NODES", cores.toString());
    addToken(environment, job, task);
    environment.putAll(packages.environment(references(said), root(node)));
    environment.putAll(JobSettings.environment(said.path("environmentSettings")));
    return environment;
  }

  private NodeCommand command(
      Path directory,
      boolean fresh,
      ObjectNode said,
      Map<String, String> environment,
      int retries,
      Optional<Duration> wallClock) {
    environment.putAll(JobSettings.environment(said.path("environmentSettings")));
    return new NodeCommand(
        directory,
        fresh,
        said.path("commandLine").asText(),
        environment,
        resourceFiles(said.path("resourceFiles")),
        outputFiles(said.path("outputFiles")),
        retries,
        wallClock);
  }

  private Map<String, String> ofNode(Node node) {
    Path root = root(node);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AZ_BATCH_ACCOUNT_NAME", settings.accountName());
    environment.put("AZ_BATCH_ACCOUNT_URL", settings.accountUrl().get());
    environment.put("AZ_BATCH_POOL_ID", node.origin().poolId());
    environment.put("AZ_BATCH_NODE_ID", node.id());
    environment.put("AZ_BATCH_NODE_IS_DEDICATED", Boolean.toString(node.dedicated()));
    environment.put("AZ_BATCH_NODE_ROOT_DIR", root.toString());
    environment.put("AZ_BATCH_NODE_SHARED_DIR", root.resolve("shared").toString());
    environment.put("AZ_BATCH_NODE_STARTUP_DIR", root.resolve("startup").toString());
    environment.put("AZ_BATCH_NODE_MOUNTS_DIR", root.resolve("fsmounts").toString());
    environment.putAll(packages.environment(ofPool(node), root));
    return environment;
  }

  private Map<String, String> ofJob(Node node, Job job, String taskId, Path directory) {
    Map<String, String> environment = ofNode(node);
    environment.put("AZ_BATCH_JOB_ID", job.id());
    environment.put("AZ_BATCH_TASK_ID", taskId);
    ofTask(environment, directory);
    job.settings()
        .preparation()
        .ifPresent(
            task -> {
              Path prepared = root(node).resolve(job.directory()).resolve(task.id());
              environment.put("AZ_BATCH_JOB_PREP_DIR", prepared.toString());
              environment.put("AZ_BATCH_JOB_PREP_WORKING_DIR", prepared.resolve("wd").toString());
            });
    environment.putAll(job.settings().environment());
    return environment;
  }

  private static void ofTask(Map<String, String> environment, Path directory) {
    environment.put("AZ_BATCH_TASK_DIR", directory.toString());
    environment.put("AZ_BATCH_TASK_WORKING_DIR", directory.resolve("wd").toString());
  }

  private static Path root(Node node) {
    return node.root().orElseThrow(() -> new IllegalStateException(node.id() + " has no root"));
  }

  private List<ResourceFile> resourceFiles(JsonNode said) {
    return resourceFiles(said, false);
  }

  private List<ResourceFile> resourceFiles(JsonNode said, boolean inRoot) {
    List<ResourceFile> files = new ArrayList<>();
    for (JsonNode file : said) {
      files.add(
          new ResourceFile(
              Optional.ofNullable(file.path("httpUrl").textValue()),
              containerUrl(file),
              file.path("blobPrefix").asText(),
              file.path("filePath").asText(),
              Optional.ofNullable(file.path("fileMode").textValue()),
              inRoot));
    }
    return files;
  }

  private Optional<String> containerUrl(JsonNode file) {
    Optional<String> ours = Optional.ofNullable(file.path("autoStorageContainerName").textValue());
    return ours.flatMap(
            name ->
                settings
                    .resources()
                    .autoStorage()
                    .map(storage -> storage.containerUrl(name, clock.now())))
        .or(() -> Optional.ofNullable(file.path("storageContainerUrl").textValue()));
  }

  private static List<OutputFile> outputFiles(JsonNode said) {
    List<OutputFile> files = new ArrayList<>();
    for (JsonNode file : said) {
      JsonNode container = file.at("/destination/container");
      Map<String, String> headers = new LinkedHashMap<>();
      container
          .path("uploadHeaders")
          .forEach(
              header -> headers.put(header.path("name").asText(), header.path("value").asText()));
      files.add(
          new OutputFile(
              file.path("filePattern").asText(),
              container.path("containerUrl").asText(),
              container.path("path").asText(),
              headers,
              condition(file.at("/uploadOptions/uploadCondition").asText())));
    }
    return files;
  }

  private static OutputFile.Condition condition(String wire) {
    return switch (wire) {
      case "TaskSuccess" -> OutputFile.Condition.TASK_SUCCESS;
      case "TaskFailure" -> OutputFile.Condition.TASK_FAILURE;
      default -> OutputFile.Condition.TASK_COMPLETION;
    };
  }
}
