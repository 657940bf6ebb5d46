package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void whatATaskPrintsStaysText() {
    String page =
        Html.fragment(
                Html.tag("p")
                    .attribute("title", "\"><script>")
                    .add("<script>alert('x')</script> &"),
                Links.link("<i>", Links.task("a b", "/\"<")))
            .toString();

    assertThat(page)
        .doesNotContain("<script>", "<i>")
        .contains("title=\"&quot;&gt;&lt;script&gt;\"")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;")
        .contains("href=\"/view/jobs/a%20b/tasks/%2F%22%3C\"");
  }

  @Test
  void elementsWithoutContentHaveNoEnd() {
    assertThat(Html.tag("input").attribute("value", "x")).hasToString("<input value=\"x\">");
    assertThat(Html.tag("ul").add(Html.tag("li"))).hasToString("<ul><li></li></ul>");
  }
}
