package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void whatATaskPrintsStaysText() {
    String page =
        new Html("<title>")
            .block("<script>alert('x')</script> & more")
            .table(List.of("a<b"), List.of(List.of(Html.link("<i>", "view", "a b/\"<"))))
            .toString();

    assertThat(page)
        .doesNotContain("<script>", "<title><title>", "<i>")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more")
        .contains("href=\"/view/a%20b%2F%22%3C\"");
  }

  @Test
  void signaturesOfLinksAreNotShown() {
    assertThat(Html.escape("https://x/y?sv=1&sig=abc%2B%3D&se=2")).doesNotContain("abc");
    assertThat(Html.escape("https://x/y?sig=secret \"z\"")).doesNotContain("secret");
  }
}
