package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://x/y?sv=1&sig=hidden%2B%3D&se=2",
        "https://x/y?sig=hidden \"z\"",
        "?sv%3D1%26sig%3Dhidden%252B",
        "AccountName=a;AccountKey=hidden==;EndpointSuffix=core.windows.net",
        "SharedAccessSignature=sv=1&sig=hidden",
        "curl -H 'Authorization: Bearer hidden.hidden' https://x",
        "git clone https://me:hidden@host/repository",
      })
  void secretsInTextAreNotShown(String text) {
    assertThat(Secrets.masked(text)).contains(Secrets.MASK).doesNotContain("hidden");
    assertThat(Html.text(text).toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"design=x", "a:b@c", "http://host:80/x", "the bearer of news", "key=1"})
  void whatOnlyLooksLikeOneIsShown(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DB_PASSWORD", "apiToken", "AZURE_STORAGE_KEY", "MY_CONNECTION_STRING", "key"})
  void secretVariablesAreNotShown(String name) {
    assertThat(Secrets.value(name, "hidden")).isEqualTo(Secrets.MASK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH", "KEYBOARD", "MONKEY", "SCENARIO", "BATCHLINE_TASK_ID"})
  void otherVariablesAreShown(String name) {
    assertThat(Secrets.value(name, "seen")).isEqualTo("seen");
  }

  @Test
  void secretsInJsonAreNotShown() throws IOException {
    String json =
        "{\"userAccounts\":[{\"name\":\"me\",\"password\":\"hidden\"}],"
            + "\"environmentSettings\":[{\"name\":\"API_TOKEN\",\"value\":\"hidden\"},"
            + "{\"name\":\"SCENARIO\",\"value\":\"seen\"}],\"sasKey\":\"hidden\"}";

    assertThat(Secrets.masked(new ObjectMapper().readTree(json)).toString())
        .contains("seen", "\"me\"")
        .doesNotContain("hidden");
  }
}
