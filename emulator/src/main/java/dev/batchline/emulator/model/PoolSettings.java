package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a user said about a pool, except its size.
 *
 * @param document all of it, as it is shown
 * @param vmSize in lower case
 * @param pack whether nodes are filled one after the other instead of evenly
 * @param containers whether tasks may run in containers
 * @param packages of applications that its nodes have
 */
public record PoolSettings(
    Document document,
    String id,
    String vmSize,
    int taskSlotsPerNode,
    boolean pack,
    boolean interNodeCommunication,
    boolean containers,
    List<PackageReference> packages,
    Optional<StartTask> startTask) {

  public PoolSettings {
    packages = List.copyOf(packages);
  }

  /** A start task, as far as the rules depend on it. */
  public record StartTask(Document document, int retries, boolean waitForSuccess) {}

  /**
   * @param pool body of a request after {@link Bodies}, with an {@code id}
   */
  public static PoolSettings of(ObjectNode pool) {
    return new PoolSettings(
        Document.of(pool),
        pool.path("id").asText(),
        pool.path("vmSize").asText().toLowerCase(Locale.ROOT),
        pool.path("taskSlotsPerNode").asInt(1),
        pool.at("/taskSchedulingPolicy/nodeFillType").asText().equals("Pack"),
        pool.path("enableInterNodeCommunication").asBoolean(),
        pool.at("/virtualMachineConfiguration").has("containerConfiguration"),
        PackageReference.all(pool.path("applicationPackageReferences")),
        pool.get("startTask") instanceof ObjectNode start
            ? Optional.of(
                new StartTask(
                    Document.of(start),
                    start.path("maxTaskRetryCount").asInt(),
                    start.path("waitForSuccess").asBoolean(true)))
            : Optional.empty());
  }
}
