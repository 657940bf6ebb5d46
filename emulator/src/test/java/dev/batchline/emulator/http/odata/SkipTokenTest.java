package dev.batchline.emulator.http.odata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "wd/ü ?&=+%.txt", "~~~>>>???"})
  void everyKeyComesBackFromATokenOfSafeCharacters(String key) {
    String token = SkipToken.after(key);

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(SkipToken.key(token)).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "WATV2:x", "!!", "YWJj"})
  void whatIsNoTokenOfOursIsNone(String token) {
    assertThat(SkipToken.key(token)).isEmpty();
  }
}
