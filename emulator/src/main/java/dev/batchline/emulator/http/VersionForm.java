package dev.batchline.emulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The form that answers and bodies have in one version of the API: without the members that came
 * later, and with the names that were changed since.
 *
 * <p>Members are those that answers have unasked; what only a request can bring in, a client of an
 * older version doesn't send. Versions before 2018-12 differ in more, and are answered in the form
 * of that one.
 */
final class VersionForm {

  private static final String SLOTS_SINCE = "2020-09-01";
  private static final String SLOTS = "taskSlotsPerNode";
  private static final String SLOTS_BEFORE = "maxTasksPerNode";
  private static final String AUTO_POOL = "poolInfo/autoPoolSpecification/pool/";
  private static final String OF_SCHEDULE = "jobSpecification/";

  /**
   * A member that answers have since a version.
   *
   * @param set of which the answers are, as {@code odata.metadata} says
   * @param path with a slash before each member of a member
   */
  private record Later(String since, String set, String path) {}

  private static final List<Later> LATER =
      List.of(
          new Later("2024-07-01", "poolnodecounts", "dedicated/deallocated"),
          new Later("2024-07-01", "poolnodecounts", "dedicated/deallocating"),
          new Later("2024-07-01", "poolnodecounts", "lowPriority/deallocated"),
          new Later("2024-07-01", "poolnodecounts", "lowPriority/deallocating"),
          new Later("2024-02-01", "poolnodecounts", "dedicated/upgradingOS"),
          new Later("2024-02-01", "poolnodecounts", "lowPriority/upgradingOS"),
          new Later("2023-05-01", "pools", "networkConfiguration/enableAcceleratedNetworking"),
          new Later("2022-10-01", "pools", "currentNodeCommunicationMode"),
          new Later("2022-10-01", "pools", "targetNodeCommunicationMode"),
          new Later("2022-01-01", "jobs", "allowTaskPreemption"),
          new Later("2022-01-01", "jobschedules", OF_SCHEDULE + "allowTaskPreemption"),
          new Later("2021-06-01", "jobs", "maxParallelTasks"),
          new Later("2021-06-01", "jobschedules", OF_SCHEDULE + "maxParallelTasks"),
          new Later("2021-06-01", "nodes", "virtualMachineInfo"),
          new Later(SLOTS_SINCE, "nodes", "runningTaskSlotsCount"),
          new Later(SLOTS_SINCE, "tasks", "requiredSlots"),
          new Later(SLOTS_SINCE, "jobs", "jobManagerTask/requiredSlots"),
          new Later(SLOTS_SINCE, "jobschedules", OF_SCHEDULE + "jobManagerTask/requiredSlots"));

  /** Where a pool's slots are, in bodies as in answers. */
  private static final List<String> POOLS_IN_BODIES =
      List.of("", AUTO_POOL, OF_SCHEDULE + AUTO_POOL);

  private final String version;
  private final List<Later> missing;

  /**
   * @param version of the API, which begins with its date
   */
  VersionForm(String version) {
    this.version = version;
    this.missing = LATER.stream().filter(later -> before(later.since())).toList();
  }

  /** The form of the version that a request asks for; the newest where it asks for none. */
  static VersionForm of(Request request) {
    return new VersionForm(request.query().value("api-version").orElse("9999"));
  }

  private boolean before(String date) {
    return version.compareTo(date) < 0;
  }

  /** What {@code odata.metadata} says of an answer. */
  String metadata(String metadata) {
    return before(SLOTS_SINCE) ? metadata.replace("taskcountsresult", "taskcounts") : metadata;
  }

  /**
   * Takes from an answer, or an element of a list, what the version doesn't have.
   *
   * @param metadata of the answer in the newest version
   */
  ObjectNode answer(String metadata, ObjectNode json) {
    String set = metadata.replace("/@Element", "");
    for (Later later : missing) {
      if (later.set().equals(set)) {
        owner(json, later.path()).remove(last(later.path()));
      }
    }
    if (!before(SLOTS_SINCE)) {
      return json;
    }
    rename(json, SLOTS, SLOTS_BEFORE);
    return set.equals("taskcountsresult") && json.get("taskCounts") instanceof ObjectNode counts
        ? counts
        : json;
  }

  /** A body in the newest version's names. */
  ObjectNode request(ObjectNode body) {
    if (before(SLOTS_SINCE)) {
      rename(body, SLOTS_BEFORE, SLOTS);
    }
    return body;
  }

  private static void rename(ObjectNode json, String from, String to) {
    for (String pool : POOLS_IN_BODIES) {
      ObjectNode owner = owner(json, pool + from);
      if (owner.has(from)) {
        owner.set(to, owner.remove(from));
      }
    }
  }

  /** The object that a path's last member is in; an empty one where there is none. */
  private static ObjectNode owner(ObjectNode json, String path) {
    ObjectNode owner = json;
    String[] names = path.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      owner = owner.get(names[i]) instanceof ObjectNode inner ? inner : json.objectNode();
    }
    return owner;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
