package dev.batchline.emulator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the bodies of requests by the table {@code bodies.txt}: checks names and types, spells
 * values as the service does, and fills in the service's defaults, so that what is kept is what is
 * shown.
 */
public final class Bodies {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, Map<String, BodyMember>> blocks;

  private Bodies(Map<String, Map<String, BodyMember>> blocks) {
    this.blocks = blocks;
  }

  /** Reads the table, which is part of the program. */
  public static Bodies load() {
    try (InputStream stream = Bodies.class.getResourceAsStream("bodies.txt")) {
      if (stream == null) {
        throw new IllegalStateException("bodies.txt is missing from the program");
      }
      return new Bodies(
          parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("could not read bodies.txt", unreadable);
    }
  }

  /**
   * The body of a request in the service's form.
   *
   * @param block name of the kind of body, such as {@code PoolAddParameter}
   * @throws BatchError 400 when it isn't such a body
   */
  public ObjectNode read(String block, Optional<ObjectNode> body) {
    return new BodyReader(this)
        .read(block, body.orElseThrow(ErrorCode.INVALID_REQUEST_BODY::error));
  }

  /** As {@link #read}, for a body that may be left out. */
  public ObjectNode readOptional(String block, Optional<ObjectNode> body) {
    return new BodyReader(this).read(block, body.orElseGet(MAPPER::createObjectNode));
  }

  Map<String, BodyMember> members(String block) {
    Map<String, BodyMember> members = blocks.get(block);
    if (members == null) {
      throw new IllegalArgumentException("no kind of body is called " + block);
    }
    return members;
  }

  boolean isBlock(String type) {
    return blocks.containsKey(type);
  }

  private static Map<String, Map<String, BodyMember>> parse(BufferedReader lines)
      throws IOException {
    Map<String, Map<String, BodyMember>> blocks = new HashMap<>();
    Map<String, BodyMember> current = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        current = new LinkedHashMap<>();
        blocks.put(line, current);
        continue;
      }
      BodyMember member = member(line.strip());
      current.put(member.name(), member);
    }
    return Map.copyOf(blocks);
  }

  private static BodyMember member(String line) throws JsonProcessingException {
    int equals = line.indexOf(" = ");
    int begin = line.startsWith("~") ? 1 : 0; // kept and shown; what it does is nothing
    String declaration = line.substring(begin, equals < 0 ? line.length() : equals);
    int space = declaration.indexOf(' ');
    String name = declaration.substring(0, space);
    boolean required = name.endsWith("!");
    Optional<JsonNode> fallback =
        equals < 0 ? Optional.empty() : Optional.of(MAPPER.readTree(line.substring(equals + 3)));
    return new BodyMember(
        required ? name.substring(0, name.length() - 1) : name,
        declaration.substring(space + 1),
        required,
        fallback);
  }
}
