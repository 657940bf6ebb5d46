package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One line of the table of bodies.
 *
 * @param type as the table explains
 * @param fallback what the service assumes when it isn't sent
 */
record BodyMember(String name, String type, boolean required, Optional<JsonNode> fallback) {}
