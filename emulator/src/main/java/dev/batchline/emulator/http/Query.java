package dev.batchline.emulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The query of a request: its parameters in the order and the encoding in which they were sent.
 *
 * @param parameters raw
 */
public record Query(List<Parameter> parameters) {

  /** One parameter, raw. */
  public record Parameter(String rawName, String rawValue) {

    public String name() {
      return Request.percentDecoded(rawName);
    }

    /** Decoded as a form is: {@code +} is a blank, which is how Python's clients send one. */
    public String value() {
      return Request.percentDecoded(rawValue.replace('+', ' '));
    }
  }

  public Query {
    parameters = List.copyOf(parameters);
  }

  static Query of(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        parameters.add(new Parameter(name, equals < 0 ? "" : part.substring(equals + 1)));
      }
    }
    return new Query(parameters);
  }

  /** The first value of that name, decoded; names are matched in any case. */
  public Optional<String> value(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** The same query as it was sent, without the parameter of that name. */
  String rawWithout(String name) {
    return parameters.stream()
        .filter(parameter -> !parameter.name().equalsIgnoreCase(name))
        .map(parameter -> parameter.rawName() + "=" + parameter.rawValue())
        .collect(Collectors.joining("&"));
  }
}
