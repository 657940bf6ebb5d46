package dev.batchline.emulator.page;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The end of a file, which the script goes on reading while whoever writes it runs.
 *
 * @param run of the command that writes it: with another one, the file begins anew
 * @param ended whether nobody writes it any more
 */
record Output(FileOwner owner, String run, boolean ended) {

  static final String WHOLE = "whole";

  /** A heading and the end of a file. */
  Html titled(String file) {
    return Html.tag("section").looks("output").add(Html.tag("h2").add(file)).add(content(file));
  }

  Html content(String file) {
    Optional<Answer.FileContent> found;
    try {
      found = owner.readable(file);
    } catch (BatchError e) {
      return nothing("No such file (" + e.code() + ").");
    }
    return found.map(content -> show(file, content)).orElseGet(() -> nothing("Not a file."));
  }

  private Html show(String file, Answer.FileContent content) {
    String link = Links.file(owner.path(), file);
    try {
      FileTail.Piece piece = new FileTail(content.file()).end();
      Html about =
          Html.tag("p")
              .looks("about")
              .add(
                  Html.tag("span").add(Numbers.size(piece.length())),
                  Links.link("Whole file", link + "?" + WHOLE))
              .add(Html.tag("span").looks("following").add(ended ? "" : "● live"));
      if (piece.binary()) {
        return Html.fragment(about, nothing("This is no text."));
      }
      if (piece.start() > 0) {
        about.add(
            Html.tag("span")
                .looks("quiet")
                .add("The first " + Numbers.size(piece.start()) + " are left out."));
      }
      return Html.fragment(about, text(file, link, piece));
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + content.file(), e);
    }
  }

  private Html text(String file, String link, FileTail.Piece piece) {
    return Html.tag("pre")
        .looks("text")
        .attribute("tabindex", "0")
        .attribute("aria-label", file)
        .attribute("data-follow", link)
        .attribute("data-next", Long.toString(piece.next()))
        .attribute("data-run", run)
        .attribute("data-ended", Boolean.toString(ended))
        .add(piece.text());
  }

  private static Html nothing(String why) {
    return Html.tag("p").looks("nothing").add(why);
  }
}
