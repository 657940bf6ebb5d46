package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.serializer.AzureJacksonAdapter;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.PlannedPool;
import dev.batchline.target.RunSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a plan's pool into the request that creates it.
 *
 * <p>The JSON is Batch's own. The SDK's reader skips what it does not know, silently; here the
 * request is written back and compared, and a member or value that got lost is an error.
 */
final class PoolRequest {

  private static final ObjectMapper JSON = new AzureJacksonAdapter().serializer();
  private static final String ACTION = "read the pool template ";
  private static final String WINDOWS_AGENT = "batch.node.windows";

  private PoolRequest() {}

  /**
   * @param place number of the plan's pool
   */
  static PoolAddParameter of(RunSetup setup, int place) {
    PlannedPool planned = setup.plan().pool().place(place);
    String template = planned.template();
    PoolAddParameter pool = read(template, planned.json());
    refuseWindows(template, pool);
    List<MetadataItem> metadata = new ArrayList<>(Ownership.metadata(setup));
    if (pool.metadata() != null) {
      metadata.addAll(pool.metadata());
    }
    return pool.withId(PlaceId.of(setup.run(), place)).withMetadata(metadata);
  }

  /** A request as the JSON has it, without an id. */
  static PoolAddParameter read(String template, String json) {
    try {
      JsonNode wanted = JSON.readTree(json);
      PoolAddParameter pool = JSON.treeToValue(wanted, PoolAddParameter.class);
      List<String> lost = new ArrayList<>();
      compare("", wanted, JSON.valueToTree(pool), lost);
      if (!lost.isEmpty()) {
        throw new RunException(
            Blame.USER,
            ACTION + template,
            "Batch's API 2024-07-01.20.0 has no " + String.join(", no ", lost),
            "Correct the name or the value there.");
      }
      return pool;
    } catch (JsonProcessingException e) {
      throw new RunException(
          Blame.USER, ACTION + template, e.getOriginalMessage(), "Correct the template.", e);
    }
  }

  /** Collects the paths of what is wanted and did not survive; formats of values may differ. */
  private static void compare(String path, JsonNode wanted, JsonNode kept, List<String> lost) {
    if (wanted.isNull()) {
      return;
    }
    if (kept.isMissingNode() || kept.isNull()) {
      lost.add(path + (wanted.isValueNode() ? " of " + wanted : ""));
      return;
    }
    if (wanted.isObject()) {
      for (Map.Entry<String, JsonNode> member : wanted.properties()) {
        compare(path + "/" + member.getKey(), member.getValue(), kept.path(member.getKey()), lost);
      }
    } else if (wanted.isArray()) {
      for (int i = 0; i < wanted.size(); i++) {
        compare(path + "/" + i, wanted.get(i), kept.path(i), lost);
      }
    }
  }

  private static void refuseWindows(String template, PoolAddParameter pool) {
    if (pool.virtualMachineConfiguration() != null
        && pool.virtualMachineConfiguration().nodeAgentSKUId() != null
        && pool.virtualMachineConfiguration().nodeAgentSKUId().startsWith(WINDOWS_AGENT)) {
      throw new RunException(
          Blame.USER,
          "use the pool template " + template,
          "its nodes run Windows, and tasks need a POSIX shell",
          "Choose a Linux image.");
    }
  }
}
