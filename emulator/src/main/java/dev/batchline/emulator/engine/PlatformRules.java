package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the service refuses about ports, disks and mounts of a pool's machines. Nothing here has
 * them; but a pool that Azure refuses is refused.
 */
final class PlatformRules {

  private static final int MOST_ENDPOINTS = 5;
  private static final int MOST_RULES = 25;
  private static final int FEWEST_PORTS = 40;
  private static final Ports RESERVED = new Ports(50_000, 55_000);
  private static final Set<Integer> RESERVED_BACKENDS = Set.of(22, 3389, 29876, 29877);
  private static final Pattern ENDPOINT =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,75}[A-Za-z0-9_])?");

  private PlatformRules() {}

  /**
   * @param last is one of them
   */
  private record Ports(int first, int last) {
    boolean overlap(Ports other) {
      return first <= other.last && other.first <= last;
    }
  }

  /**
   * Checks a pool, or the pool of a specification.
   *
   * @throws dev.batchline.emulator.model.BatchError with the first member that can't be
   */
  static void check(ObjectNode pool) {
    checkEndpoints(pool.at("/networkConfiguration/endpointConfiguration/inboundNATPools"));
    checkDisks(pool.path("virtualMachineConfiguration"));
    for (JsonNode mount : pool.path("mountConfiguration")) {
      require(mount.size() == 1, "mountConfiguration", "Exactly one file system is mounted.");
    }
    for (JsonNode user : pool.path("userAccounts")) {
      JsonNode linux = user.path("linuxUserConfiguration");
      require(
          linux.has("uid") == linux.has("gid"),
          "linuxUserConfiguration",
          "uid and gid must be specified together or not at all.");
    }
    checkPercents(pool.at("/upgradePolicy/rollingUpgradePolicy"));
  }

  private static void checkEndpoints(JsonNode endpoints) {
    require(
        endpoints.size() <= MOST_ENDPOINTS,
        "inboundNATPools",
        "There can be at most " + MOST_ENDPOINTS + ".");
    Set<String> names = new HashSet<>();
    Set<Integer> backends = new HashSet<>();
    List<Ports> ranges = new ArrayList<>(List.of(RESERVED));
    Set<Integer> priorities = new HashSet<>();
    int rules = 0;
    for (JsonNode endpoint : endpoints) {
      String name = endpoint.path("name").asText();
      require(
          ENDPOINT.matcher(name).matches() && names.add(name.toLowerCase(Locale.ROOT)),
          "name",
          "A name of an endpoint is unique, and has 1 to 77 letters, digits, underscores, periods"
              + " and hyphens.");
      int backend = endpoint.path("backendPort").asInt();
      require(
          isPort(backend, 65_535) && !RESERVED_BACKENDS.contains(backend) && backends.add(backend),
          "backendPort",
          "A port is unique, from 1 to 65535, and none of 22, 3389, 29876 and 29877.");
      checkRange(endpoint, ranges);
      rules += endpoint.path("networkSecurityGroupRules").size();
      for (JsonNode rule : endpoint.path("networkSecurityGroupRules")) {
        int priority = rule.path("priority").asInt();
        require(
            priority >= 150 && priority <= 4096 && priorities.add(priority),
            "priority",
            "A priority is unique, and from 150 to 4096.");
      }
    }
    require(
        rules <= MOST_RULES,
        "networkSecurityGroupRules",
        "There can be at most " + MOST_RULES + ".");
  }

  private static void checkRange(JsonNode endpoint, List<Ports> taken) {
    Ports range =
        new Ports(
            endpoint.path("frontendPortRangeStart").asInt(),
            endpoint.path("frontendPortRangeEnd").asInt());
    require(
        isPort(range.first(), 65_534) && isPort(range.last(), 65_534),
        "frontendPortRangeStart",
        "Ports are from 1 to 65534.");
    require(
        range.last() - range.first() + 1 >= FEWEST_PORTS,
        "frontendPortRangeEnd",
        "A range has at least " + FEWEST_PORTS + " ports.");
    require(
        taken.stream().noneMatch(range::overlap),
        "frontendPortRangeStart",
        "Ranges must not overlap, nor have ports from 50000 to 55000.");
    taken.add(range);
  }

  private static boolean isPort(int port, int last) {
    return port >= 1 && port <= last;
  }

  private static void checkDisks(JsonNode machine) {
    Set<Integer> units = new HashSet<>();
    for (JsonNode disk : machine.path("dataDisks")) {
      int unit = disk.path("lun").asInt();
      require(
          unit >= 0 && unit <= 63 && units.add(unit),
          "lun",
          "A logical unit number is unique, and from 0 to 63.");
    }
    String agent = machine.path("nodeAgentSKUId").asText().toLowerCase(Locale.ROOT);
    boolean linux = !agent.isEmpty() && !agent.contains("windows");
    require(
        !linux || !machine.has("windowsConfiguration"),
        "windowsConfiguration",
        "The property must not be specified for a Linux image.");
  }

  private static void checkPercents(JsonNode rolling) {
    Map<String, Integer> lowest =
        Map.of(
            "maxBatchInstancePercent", 5,
            "maxUnhealthyInstancePercent", 5,
            "maxUnhealthyUpgradedInstancePercent", 0);
    lowest.forEach(
        (member, least) -> {
          int percent = rolling.path(member).asInt(least);
          require(
              percent >= least && percent <= 100,
              member,
              "The value must be from " + least + " to 100.");
        });
  }

  private static void require(boolean holds, String property, String reason) {
    if (!holds) {
      throw ErrorCode.INVALID_PROPERTY_VALUE.error(
          Map.of("PropertyName", property, "Reason", reason));
    }
  }
}
