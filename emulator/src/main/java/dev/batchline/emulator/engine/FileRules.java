package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.ErrorCode;
import java.util.Map;
import java.util.regex.Pattern;

/** What the service refuses about the files of tasks of any kind, wherever they stand. */
final class FileRules {

  private static final Pattern URL =
      Pattern.compile("https?://[^/].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern MODE = Pattern.compile("[0-7]{1,4}");

  private FileRules() {}

  /**
   * Checks all resource and output files in the description of a task, job, job schedule or pool.
   *
   * @throws BatchError for the first that can't be
   */
  static void check(ObjectNode body, EngineSettings settings) {
    checkUrls(body);
    for (String member : new String[] {"resourceFiles", "commonResourceFiles"}) {
      for (JsonNode files : body.findValues(member)) {
        files.forEach(file -> check(file, member, settings));
      }
    }
  }

  private static void checkUrls(ObjectNode body) {
    for (String member : new String[] {"httpUrl", "storageContainerUrl", "containerUrl"}) {
      for (JsonNode url : body.findValues(member)) {
        if (!URL.matcher(url.asText()).matches()) {
          throw refused(member, "The value must be an absolute URL of http or https.");
        }
      }
    }
  }

  private static void check(JsonNode file, String member, EngineSettings settings) {
    int sources =
        (file.has("httpUrl") ? 1 : 0)
            + (file.has("storageContainerUrl") ? 1 : 0)
            + (file.has("autoStorageContainerName") ? 1 : 0);
    if (sources != 1) {
      throw refused(
          member,
          "Exactly one of httpUrl, storageContainerUrl and autoStorageContainerName must be"
              + " specified.");
    }
    if (file.has("httpUrl") && !file.has("filePath")) {
      throw ErrorCode.MISSING_REQUIRED_PROPERTY.error(Map.of("PropertyName", "filePath"));
    }
    if (file.has("httpUrl") && file.has("blobPrefix")) {
      throw refused("blobPrefix", "A prefix of blobs needs a container.");
    }
    if (file.has("fileMode") && !MODE.matcher(file.path("fileMode").asText()).matches()) {
      throw refused("fileMode", "The value must be octal, such as 0770.");
    }
    if (file.has("autoStorageContainerName") && settings.resources().autoStorage().isEmpty()) {
      throw ErrorCode.STORAGE_ACCOUNT_NOT_FOUND.error(
          Map.of("Reason", "The account has no auto storage account; see --auto-storage."));
    }
  }

  private static BatchError refused(String property, String reason) {
    return ErrorCode.INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "Reason", reason));
  }
}
