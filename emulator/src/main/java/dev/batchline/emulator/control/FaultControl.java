package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.fault.FaultRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sets and shows the faults that are in force, in JSON; any thread may call. */
public final class FaultControl {

  private final FaultPlan plan;
  private final RuleJson rules;
  private final FaultProfiles profiles = new FaultProfiles();

  public FaultControl(FaultPlan plan, Supplier<Instant> clock) {
    this.plan = plan;
    this.rules = new RuleJson(clock);
  }

  /**
   * Replaces all faults by those of {@code {"profile": NAME, "seed": NUMBER, "rules": [...]}}.
   *
   * @throws IllegalArgumentException when it is no such thing; nothing has changed then
   */
  public void set(JsonNode json) {
    if (!json.has("profile") && !json.path("rules").isArray()) {
      throw new IllegalArgumentException("rules must be a list, or profile a name");
    }
    List<FaultRule> next = new ArrayList<>();
    if (json.has("profile")) {
      profiles.rules(json.path("profile").asText()).forEach(rule -> next.add(rules.read(rule)));
    }
    json.path("rules").forEach(rule -> next.add(rules.read(rule)));
    plan.set(next, json.path("seed").asLong(0));
  }

  /**
   * Adds a rule.
   *
   * @throws IllegalArgumentException when it is none
   */
  void add(JsonNode json) {
    plan.add(rules.read(json));
  }

  void clear() {
    plan.set(List.of(), 0);
  }

  boolean remove(String id) {
    return id.matches("[0-9]{1,9}") && plan.remove(Integer.parseInt(id));
  }

  ObjectNode profiles() {
    return profiles.json();
  }

  ObjectNode state() {
    ObjectNode state = ControlAccess.JSON.createObjectNode();
    state.put("seed", plan.seed());
    ArrayNode list = state.putArray("rules");
    plan.standings().forEach(standing -> list.add(rules.render(standing)));
    return state;
  }
}
