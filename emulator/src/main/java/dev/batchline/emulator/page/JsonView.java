package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.JsonNode;

/** Something as the API has it, folded away until it is wanted. */
final class JsonView {

  private JsonView() {}

  static Html of(String title, JsonNode json) {
    return Html.tag("details")
        .add(
            Html.tag("summary").add(title),
            Html.tag("pre").attribute("tabindex", "0").add(Secrets.masked(json).toPrettyString()));
  }
}
