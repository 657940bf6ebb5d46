package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.http.odata.SkipToken;
import java.util.Optional;

/** The way from one part of a long list to the next. */
final class Paging {

  static final String AFTER = "after";

  private Paging() {}

  /** The key after which the list goes on, as the address says. */
  static Optional<String> after(Query query) {
    return query.value(AFTER).flatMap(SkipToken::key);
  }

  /**
   * Links to the first and the next part, where they lead elsewhere.
   *
   * @param path with the other parameters, if it needs any
   * @param after the key after which this part begins
   * @param next the key after which the next one does
   */
  static Html links(String path, Optional<String> after, Optional<String> next) {
    Html links = Html.tag("p").looks("paging");
    after.ifPresent(key -> links.add(Links.link("‹ First", path)));
    next.ifPresent(key -> links.add(link(path, key)));
    return links;
  }

  private static Html link(String path, String key) {
    String sign = path.indexOf('?') < 0 ? "?" : "&";
    return Links.link("Next ›", path + sign + AFTER + "=" + SkipToken.after(key))
        .attribute("rel", "next");
  }
}
