package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a pool or task needs an application package.
 *
 * @param applicationId the application's own id, or its id in Azure Resource Manager
 * @param version nothing for the default one
 */
public record PackageReference(String applicationId, Optional<String> version) {

  /** All of a list in a body. */
  public static List<PackageReference> all(JsonNode references) {
    List<PackageReference> all = new ArrayList<>();
    for (JsonNode one : references) {
      all.add(
          new PackageReference(
              one.path("applicationId").asText(),
              Optional.ofNullable(one.path("version").textValue())));
    }
    return all;
  }
}
