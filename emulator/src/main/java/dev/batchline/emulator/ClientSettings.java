package dev.batchline.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What clients are told to find the emulator, under the names that Azure's own tools read.
 *
 * @param resourceId the account's ARM id
 */
record ClientSettings(String account, String key, String resourceId) {

  private Map<String, String> variables(String endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AZURE_BATCH_ACCOUNT", account);
    variables.put("AZURE_BATCH_ENDPOINT", endpoint);
    variables.put("AZURE_BATCH_ACCESS_KEY", key);
    variables.put("AZURE_BATCH_RESOURCE_ID", resourceId);
    variables.put("AZURE_MONITOR_METRICS_ENDPOINT", endpoint);
    variables.put("AZURE_MONITOR_LOGS_ENDPOINT", endpoint + "/v1");
    return variables;
  }

  /** One line of JSON. */
  String json(String endpoint) {
    return new ObjectMapper().valueToTree(variables(endpoint)).toString();
  }

  /** Lines to read, and to paste into a shell. */
  String text(String endpoint) {
    return """
        # Azure Batch, emulated: %s (which has a page for browsers, too). Ctrl-C stops it.
        # The Azure CLI and the SDKs find it with:
        %s"""
        .formatted(
            endpoint,
            variables(endpoint).entrySet().stream()
                .map(entry -> "export %s='%s'".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n")));
  }
}
