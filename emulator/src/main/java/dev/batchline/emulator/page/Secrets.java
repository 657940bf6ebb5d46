package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What nobody shall read off a screen: keys, signatures, passwords and tokens. */
final class Secrets {

  static final String MASK = "••••••";

  /** What stands before a secret, in group 1, and the secret. */
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)("
              + "(?:[?&;]|%3F|%26|\\b)sig(?:=|%3D)"
              + "|\\b(?:AccountKey|SharedAccessSignature|SharedAccessKey)="
              + "|\\b(?-i:Bearer)\\s+"
              + "|://[^/\\s:@]+:(?=[^/\\s@]+@)"
              + ")[^&;@\"'<>\\s]+");

  /** Names of variables and members whose value is one. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(password|passwd|pwd|secret|token|credential|connection_?string|signature"
              + "|private_?key|access_?key|account_?key|shared_?key|api_?key|_key|_sas|sas_|sas_?key).*"
              + "|key|sas");

  private Secrets() {}

  static String masked(String text) {
    return IN_TEXT.matcher(text).replaceAll("$1" + MASK);
  }

  static boolean named(String name) {
    return NAME.matcher(name).matches();
  }

  /** The value of a variable, as it may be shown. */
  static String value(String name, String value) {
    return named(name) && !value.isEmpty() ? MASK : value;
  }

  /** A copy of a tree in which members that are secrets are masked, and variables likewise. */
  static JsonNode masked(JsonNode json) {
    JsonNode copy = json.deepCopy();
    mask(copy);
    return copy;
  }

  private static void mask(JsonNode json) {
    if (json instanceof ArrayNode elements) {
      elements.forEach(Secrets::mask);
    } else if (json instanceof ObjectNode object) {
      List<String> members = new ArrayList<>();
      object.fieldNames().forEachRemaining(members::add);
      boolean secretVariable = named(object.path("name").asText());
      for (String member : members) {
        boolean secret = named(member) || (secretVariable && member.equals("value"));
        if (secret && object.path(member).isTextual()) {
          object.put(member, MASK);
        } else {
          mask(object.path(member));
        }
      }
    }
  }
}
