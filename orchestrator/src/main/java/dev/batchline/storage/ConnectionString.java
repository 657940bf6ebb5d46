package dev.batchline.storage;

import dev.batchline.base.Secret;
import dev.batchline.storage.StorageSettings.Access;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A connection string as Azure's portal and Azurite print it: {@code name=value} with semicolons.
 */
record ConnectionString(Map<String, String> parts) {

  /** What Microsoft publishes for the emulator of Storage; not a secret. */
  private static final String DEVELOPMENT =
      "AccountName=devstoreaccount1;"
          + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
          + "K1SZFPTOtr/KBHBeksoGMGw==;"
          + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";

  ConnectionString {
    parts = Map.copyOf(parts);
  }

  static ConnectionString parse(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    if ("true".equalsIgnoreCase(parts.get("usedevelopmentstorage"))) {
      return parse(DEVELOPMENT);
    }
    return new ConnectionString(parts);
  }

  StorageSettings settings(String container) {
    String account = required("AccountName");
    if (parts.containsKey("sharedaccesssignature")) {
      throw StorageSettings.wrong(
          "the connection string has a shared access signature in place of a key",
          "Links for nodes can be signed only with the account's key or through Entra ID: set"
              + " AZURE_STORAGE_ACCOUNT alone to use the latter.");
    }
    Access access = new Access.SharedKey(Secret.of(required("AccountKey")));
    return new StorageSettings(account, StorageSettings.url(endpoint(account)), access, container);
  }

  private String endpoint(String account) {
    String given = parts.getOrDefault("blobendpoint", "");
    if (!given.isEmpty()) {
      return given;
    }
    return parts.getOrDefault("defaultendpointsprotocol", "https")
        + "://"
        + account
        + ".blob."
        + parts.getOrDefault("endpointsuffix", "core.windows.net");
  }

  private String required(String name) {
    String value = parts.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    if (value.isEmpty()) {
      throw StorageSettings.wrong(
          "the connection string has no " + name,
          "Copy it anew from the account's page \"Access keys\".");
    }
    return value;
  }

  /** The parts hold a key. */
  @Override
  public String toString() {
    return "***";
  }
}
