package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * One request, with everything of HTTP taken off.
 *
 * @param names path parameters by the name in {@link Operation#path()}, decoded
 * @param query other query parameters, decoded: {@code recursive}, {@code force}, {@code starttime}
 * @param body the JSON object that was sent
 * @param page which part of a list is wanted; meaningful for lists alone
 * @param base scheme, host and port that the client used, without a slash at the end; for the URLs
 *     in answers
 */
public record Call(
    Operation operation,
    Map<String, String> names,
    Map<String, String> query,
    Optional<ObjectNode> body,
    Conditions conditions,
    Page page,
    String base) {

  public Call {
    names = Map.copyOf(names);
    query = Map.copyOf(query);
  }

  /** A call that only reads, made on this machine and not by a client. */
  public static Call reading(Operation operation, Map<String, String> names, Page page) {
    return new Call(
        operation, names, Map.of(), Optional.empty(), Conditions.NONE, page, "http://localhost");
  }

  /** The same for what is no list. */
  public static Call reading(Operation operation, Map<String, String> names) {
    return reading(operation, names, Page.first(1));
  }

  /** The path parameter of that name. */
  public String name(String parameter) {
    String value = names.get(parameter);
    if (value == null) {
      throw new IllegalArgumentException(operation + " has no path parameter " + parameter);
    }
    return value;
  }
}
