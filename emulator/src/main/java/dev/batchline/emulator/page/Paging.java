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
   * A link to the next part, if there is one.
   *
   * @param path with the other parameters, if it needs any
   */
  static Html next(String path, Optional<String> key) {
    return key.map(last -> Html.tag("p").looks("paging").add(link(path, last)))
        .orElseGet(Html::fragment);
  }

  private static Html link(String path, String key) {
    String sign = path.indexOf('?') < 0 ? "?" : "&";
    return Links.link("Next ›", path + sign + AFTER + "=" + SkipToken.after(key))
        .attribute("rel", "next");
  }
}
