package dev.batchline.emulator.page;

import java.util.Optional;

/** Names and values below one another; what has no value is left out. */
final class Properties {

  private final Html list = Html.tag("dl");

  Properties add(String name, Html value) {
    list.add(Html.tag("div").add(Html.tag("dt").add(name), Html.tag("dd").add(value)));
    return this;
  }

  Properties add(String name, String value) {
    return value.isEmpty() ? this : add(name, Html.text(value));
  }

  Properties add(String name, long value) {
    return add(name, Long.toString(value));
  }

  Properties addHtml(String name, Optional<Html> value) {
    value.ifPresent(present -> add(name, present));
    return this;
  }

  Html html() {
    return list;
  }
}
