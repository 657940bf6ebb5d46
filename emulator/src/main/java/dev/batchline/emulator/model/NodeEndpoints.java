package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** At which ports a node can be reached, as nodes of its kind show them; nothing listens there. */
final class NodeEndpoints {

  private static final int FIRST_FRONTEND_PORT = 50_000;
  private static final int FRONTEND_PORTS = 10_000;
  private static final int CLOUD_SERVICE_PORT = 20_000;
  private static final int SSH = 22;
  private static final int REMOTE_DESKTOP = 3389;

  private NodeEndpoints() {}

  /** Those that the pool has for each node, and the one that every node has. */
  static ArrayNode render(Node node, Pool pool) {
    int number = node.origin().number();
    ObjectNode said = pool.settings().document().tree();
    ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
    for (JsonNode range : said.at("/networkConfiguration/endpointConfiguration/inboundNATPools")) {
      int first = range.path("frontendPortRangeStart").asInt();
      int size = range.path("frontendPortRangeEnd").asInt() - first + 1;
      String name = range.path("name").asText() + "." + number;
      endpoint(endpoints, name, range.path("protocol").asText())
          .put("publicFQDN", "localhost")
          .put("frontendPort", first + number % size)
          .put("backendPort", range.path("backendPort").asInt());
    }
    if (said.has("cloudServiceConfiguration")) {
      endpoint(endpoints, "Microsoft.WindowsAzure.Plugins.RemoteForwarder.RdpInput", "tcp")
          .put("frontendPort", REMOTE_DESKTOP)
          .put("backendPort", CLOUD_SERVICE_PORT);
    } else {
      endpoint(endpoints, "SSHRule." + number, "tcp")
          .put("publicFQDN", "localhost")
          .put("frontendPort", FIRST_FRONTEND_PORT + number % FRONTEND_PORTS)
          .put("backendPort", isWindows(said) ? REMOTE_DESKTOP : SSH);
    }
    return endpoints;
  }

  private static boolean isWindows(ObjectNode pool) {
    String agent = pool.at("/virtualMachineConfiguration/nodeAgentSKUId").asText();
    return agent.toLowerCase(Locale.ROOT).contains("windows");
  }

  private static ObjectNode endpoint(ArrayNode endpoints, String name, String protocol) {
    return endpoints
        .addObject()
        .put("name", name)
        .put("protocol", protocol)
        .put("publicIPAddress", "127.0.0.1");
  }
}
