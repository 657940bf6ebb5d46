package dev.batchline.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a text file that a person wrote, and says what is wrong when that can't be done. */
final class SourceText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SourceText() {}

  /**
   * The text, without a byte order mark, or nothing after a problem was added.
   *
   * @param largest size in bytes that is read
   */
  static Optional<String> read(Path file, long largest, Problems problems) {
    Optional<String> obstacle = obstacle(file);
    if (obstacle.isPresent()) {
      problems.add(obstacle.get(), "");
      return Optional.empty();
    }
    try {
      long size = Files.size(file);
      if (size > largest) {
        problems.add("has %,d bytes; at most %,d are read".formatted(size, largest), "");
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      problems.hasRead(file);
      return decode(bytes, problems);
    } catch (IOException e) {
      problems.add("can't be read: " + e.getMessage(), "");
      return Optional.empty();
    }
  }

  /** Why a file can't be read, if so; the sentence follows the file's name. */
  static Optional<String> obstacle(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("is a directory, not a file");
    }
    if (!Files.exists(file)) {
      return Optional.of(
          Files.isSymbolicLink(file)
              ? "is a symbolic link to something that doesn't exist"
              : "doesn't exist");
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of("is not a regular file");
    }
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of("can't be read: you have no permission to");
  }

  private static Optional<String> decode(byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      problems.add(
          Position.START.advance(text, text.length()),
          "this is not text in UTF-8: byte 0x%02x".formatted(bytes[in.position()]),
          "Save the file as UTF-8.");
      return Optional.empty();
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return Optional.of(marked ? text.substring(1) : text);
  }
}
