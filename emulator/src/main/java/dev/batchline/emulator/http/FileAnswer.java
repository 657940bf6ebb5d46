package dev.batchline.emulator.http;

import dev.batchline.emulator.model.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a file of a task or node, or the range of it that {@code ocp-range} asks for.
 *
 * <p>The length is that of the moment when it was asked for: what a running task appends while it
 * is being sent waits for the next request.
 */
final class FileAnswer {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

  private final Request request;
  private final HttpServletResponse response;

  FileAnswer(Request request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
  }

  /**
   * @param end after the last byte
   */
  private record Slice(long start, long end) {
    long length() {
      return end - start;
    }
  }

  void send(Answer.FileContent file) throws IOException {
    Slice slice = slice(file);
    // An empty file is not opened: it may be a pipe, and nobody may ever write to it.
    if (request.isHead() || file.directory() || file.length() == 0) {
      headers(file);
      response.setContentLengthLong(slice.length());
      return;
    }
    try (InputStream content = Files.newInputStream(file.file())) {
      headers(file);
      content.skipNBytes(slice.start());
      copy(content, slice.length(), response.getOutputStream());
      response.flushBuffer();
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw Refusals.fileNotFound();
    }
  }

  private void headers(Answer.FileContent file) {
    response.setHeader("Last-Modified", Responder.rfc1123(file.lastModified()));
    response.setHeader("ocp-batch-file-isdirectory", file.directory() ? "True" : "False");
    response.setHeader(
        "ocp-batch-file-url",
        URLEncoder.encode(file.url(), StandardCharsets.UTF_8).replace("+", "%20"));
    response.setHeader("ocp-batch-file-mode", file.mode());
    response.setContentType(type(file.url()));
  }

  /** The service knows text by the end of the name and calls the rest a stream. */
  private static String type(String url) {
    return url.endsWith(".txt") ? "text/plain" : "application/octet-stream";
  }

  private Slice slice(Answer.FileContent file) {
    long length = file.directory() ? 0 : file.length();
    Optional<String> header = request.header("ocp-range");
    if (header.isEmpty()) {
      return new Slice(0, length);
    }
    Matcher range = RANGE.matcher(header.get().strip());
    if (!range.matches()) {
      throw Refusals.invalidRange(header.get());
    }
    long start = Long.parseLong(range.group(1));
    String last = range.group(2);
    long end = last.isEmpty() ? length : Math.min(length, Long.parseLong(last) + 1);
    if (start >= length || end <= start) {
      throw Refusals.invalidRange(header.get());
    }
    return new Slice(start, end);
  }

  /** Copies that many bytes, or fewer when a retried task has truncated the file meanwhile. */
  private static void copy(InputStream from, long length, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long left = length;
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      to.write(buffer, 0, count);
      left -= count;
    }
  }
}
