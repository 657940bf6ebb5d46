package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tables of texts that are wrong with what is to be said about them. */
final class MessageTable {

  private static final String BEGINNING = "(?m)^=== ";
  private static final String END = "---\n";

  private MessageTable() {}

  /** The cases of a table, in its order. */
  static List<Case> read(String name) {
    String all;
    try (InputStream in = MessageTable.class.getResourceAsStream(name)) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Case> cases = new ArrayList<>();
    List<String> parts = List.of(all.split(BEGINNING, -1));
    for (String part : parts.subList(1, parts.size())) {
      int title = part.indexOf('\n') + 1;
      int end = part.lastIndexOf(END);
      cases.add(
          new Case(
              part.substring(0, title).strip(),
              part.substring(title, end),
              part.substring(end + END.length()).strip()));
    }
    return cases;
  }

  /** A text and the messages about it. */
  record Case(String title, String text, String messages) {

    void check(List<String> problems) {
      assertThat(String.join("\n", problems)).isEqualTo(messages);
    }
  }
}
