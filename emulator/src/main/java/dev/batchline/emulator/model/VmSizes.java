package dev.batchline.emulator.model;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cores of the sizes of virtual machines. */
public final class VmSizes {

  /** Old sizes, whose number is not that of their cores. */
  private static final Map<String, Integer> IRREGULAR =
      Map.ofEntries(
          Map.entry("standard_a0", 1),
          Map.entry("standard_a3", 4),
          Map.entry("standard_a4", 8),
          Map.entry("standard_a5", 2),
          Map.entry("standard_a6", 4),
          Map.entry("standard_a7", 8),
          Map.entry("standard_d3", 4),
          Map.entry("standard_d4", 8),
          Map.entry("standard_d11", 2),
          Map.entry("standard_d12", 4),
          Map.entry("standard_d13", 8),
          Map.entry("standard_d14", 16),
          Map.entry("standard_d3_v2", 4),
          Map.entry("standard_d4_v2", 8),
          Map.entry("standard_d5_v2", 16),
          Map.entry("standard_d11_v2", 2),
          Map.entry("standard_d12_v2", 4),
          Map.entry("standard_d13_v2", 8),
          Map.entry("standard_d14_v2", 16),
          Map.entry("standard_d15_v2", 20),
          Map.entry("standard_f16", 16));

  private static final Pattern NUMBER = Pattern.compile("[a-z]+_?[a-z]*?(\\d+)");

  private VmSizes() {}

  /** As the name tells: standard_d4s_v5 has 4. One, if it tells nothing. */
  public static int cores(String vmSize) {
    String size = vmSize.toLowerCase(Locale.ROOT);
    Integer irregular =
        IRREGULAR.get(size.replaceFirst("^standard_ds(\\d+_v2|\\d+)$", "standard_d$1"));
    if (irregular != null) {
      return irregular;
    }
    Matcher number = NUMBER.matcher(size);
    return number.lookingAt() ? Math.max(1, Integer.parseInt(number.group(1))) : 1;
  }
}
