package dev.batchline.spec;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cores of Azure's VM sizes, read off their names: {@code Standard_D4s_v5} has 4.
 *
 * <p>Families of before that naming convention are listed. A size with constrained cores, such as
 * {@code Standard_E64-16ds_v4}, has those behind the hyphen.
 */
public final class VmSizes {

  private static final Pattern NAME =
      Pattern.compile("(?:standard|basic)_([a-z]+)([0-9]+)(?:-([0-9]+))?([a-z]*)((?:_.*)?)");

  /** By family, and {@code _v2} where only that generation is meant. */
  private static final Map<String, Map<Integer, Integer>> OLD =
      Map.of(
          "a", byNumber("0:1 1:1 2:2 3:4 4:8 5:2 6:4 7:8 8:8 9:16 10:8 11:16"),
          "d", byNumber("1:1 2:2 3:4 4:8 11:2 12:4 13:8 14:16"),
          "ds", byNumber("1:1 2:2 3:4 4:8 11:2 12:4 13:8 14:16"),
          "d_v2", byNumber("1:1 2:2 3:4 4:8 5:16 11:2 12:4 13:8 14:16 15:20"),
          "ds_v2", byNumber("1:1 2:2 3:4 4:8 5:16 11:2 12:4 13:8 14:16 15:20"),
          "g", byNumber("1:2 2:4 3:8 4:16 5:32"),
          "gs", byNumber("1:2 2:4 3:8 4:16 5:32"));

  private VmSizes() {}

  /** The cores of a size, or nothing when its name doesn't tell. */
  public static OptionalInt cores(String size) {
    Matcher matcher = NAME.matcher(size.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || matcher.group(2).length() > 4) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(matcher.group(2));
    if (matcher.group(3) != null) {
      return OptionalInt.of(Integer.parseInt(matcher.group(3)));
    }
    String generation = matcher.group(5).replace("_promo", "");
    boolean early = generation.isEmpty() || generation.equals("_v2");
    String key = matcher.group(1) + (generation.equals("_v2") ? "_v2" : "");
    Map<Integer, Integer> listed = early ? OLD.getOrDefault(key, Map.of()) : Map.of();
    if (!listed.isEmpty()) {
      return listed.containsKey(number) ? OptionalInt.of(listed.get(number)) : OptionalInt.empty();
    }
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The series that quotas are for: {@code Dsv5} of {@code Standard_D4s_v5}. */
  public static String series(String size) {
    Matcher matcher = NAME.matcher(size.toLowerCase(Locale.ROOT));
    return matcher.matches()
        ? matcher.group(1).toUpperCase(Locale.ROOT)
            + matcher.group(4)
            + matcher.group(5).replaceFirst("^_(?=v[0-9]+$)", "")
        : size;
  }

  private static Map<Integer, Integer> byNumber(String table) {
    Map<Integer, Integer> cores = new HashMap<>();
    for (String pair : table.split(" ", -1)) {
      String[] sides = pair.split(":", 2);
      cores.put(Integer.valueOf(sides[0]), Integer.valueOf(sides[1]));
    }
    return Map.copyOf(cores);
  }
}
