package samples.riskreport;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of a command line, {@code --name value} each. */
record Options(Map<String, String> values) {

  /**
   * @param known names with what they are unless given; an empty text if they must be given
   */
  static Options parse(List<String> arguments, Map<String, String> known) {
    Map<String, String> values = new TreeMap<>(known);
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!known.containsKey(name) || i + 1 == arguments.size()) {
        String wanted = known.containsKey(name) ? "a value" : "one of " + known.keySet();
        throw new InputException("at " + name + ": needed is " + wanted);
      }
      values.put(name, arguments.get(i + 1));
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getValue().isEmpty()) {
        throw new InputException(value.getKey() + " is missing");
      }
    }
    return new Options(Map.copyOf(values));
  }

  String text(String name) {
    return String.valueOf(values.get(name));
  }

  long number(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      throw new InputException(name + " must be a whole number, but is " + text(name));
    }
  }
}
