package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * {@code …/files/PATH} of a task or node: the end of a file as a page; with {@code ?from=OFFSET}
 * the text after an offset, for the script that follows it; with {@code ?whole} all of its bytes.
 */
final class FilePages {

  static final String NEXT = "Batchline-Next";
  static final String LENGTH = "Batchline-Length";

  private static final String FROM = "from";

  /** Above which a file is saved instead of shown. */
  private static final long LARGEST_SHOWN = 10L * 1024 * 1024;

  private final View view;

  FilePages(View view) {
    this.view = view;
  }

  /** A file that is asked for. */
  record Wanted(FileOwner owner, String file, boolean ended, List<Html> trail) {}

  Wanted ofTask(String jobId, String taskId, String file) {
    Task task =
        view.account()
            .read(
                account ->
                    account
                        .job(jobId)
                        .tasks()
                        .find(taskId)
                        .orElseThrow(ErrorCode.TASK_NOT_FOUND::error));
    FileOwner owner = FileOwner.task(view.service(), jobId, taskId);
    return new Wanted(
        owner,
        file,
        task.is(TaskState.COMPLETED),
        List.of(
            Links.link("Overview", "/"),
            Links.link("Job " + jobId, Links.job(jobId)),
            Links.link("Task " + taskId, owner.path())));
  }

  Wanted ofNode(String pool, String node, String file) {
    FileOwner owner = FileOwner.node(view.service(), pool, node);
    return new Wanted(
        owner,
        file,
        false,
        List.of(
            Links.link("Overview", "/"),
            Links.link("Pool " + pool, Links.pool(pool)),
            Links.link("Node " + HeatMap.shortId(node), owner.path())));
  }

  Screen screen(Wanted wanted) {
    Answer.FileContent content = wanted.owner().content(wanted.file());
    Html shown =
        content.directory()
            ? FileTable.of(wanted.owner(), wanted.file(), content.file())
            : new Output(wanted.owner(), "", wanted.ended()).content(wanted.file());
    return new Screen(
        wanted.file(),
        wanted.trail(),
        Html.fragment(Html.tag("h1").add(Html.tag("code").add(wanted.file())), shown));
  }

  /** Whether the request is for the file's content and not for a page about it. */
  static boolean wantsContent(Query query) {
    return query.value(FROM).isPresent() || query.value(Output.WHOLE).isPresent();
  }

  void sendContent(Wanted wanted, Query query, HttpServletResponse response) throws IOException {
    Optional<Answer.FileContent> content =
        wanted.owner().readable(wanted.file()).filter(file -> !file.directory());
    if (content.isEmpty()) {
      throw ErrorCode.FILE_NOT_FOUND.error();
    }
    if (query.value(FROM).isPresent()) {
      sendPiece(content.get(), offset(query), response);
    } else {
      sendWhole(wanted.file(), content.get(), response);
    }
  }

  private static long offset(Query query) {
    String from = query.value(FROM).orElse("");
    return from.matches("\\d{1,18}") ? Long.parseLong(from) : 0;
  }

  private static void sendPiece(Answer.FileContent file, long offset, HttpServletResponse response)
      throws IOException {
    FileTail tail = new FileTail(file.file());
    boolean truncated = offset > file.length();
    boolean farBehind = file.length() - offset > 4L * FileTail.PIECE;
    FileTail.Piece piece = truncated || farBehind ? tail.end() : tail.from(offset);
    response.setContentType("text/plain; charset=utf-8");
    response.setHeader(NEXT, Long.toString(piece.next()));
    response.setHeader(LENGTH, Long.toString(piece.length()));
    if (truncated || farBehind) {
      response.setHeader("Batchline-Anew", "true");
    }
    response.getOutputStream().write(piece.text().getBytes(StandardCharsets.UTF_8));
  }

  private static void sendWhole(String name, Answer.FileContent file, HttpServletResponse response)
      throws IOException {
    boolean binary = new FileTail(file.file()).end().binary();
    boolean shown = !binary && file.length() <= LARGEST_SHOWN;
    String plainName = name.substring(name.lastIndexOf('/') + 1);
    response.setContentType(binary ? "application/octet-stream" : "text/plain; charset=utf-8");
    response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    response.setHeader(
        "Content-Disposition",
        (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + Links.encode(plainName));
    response.setContentLengthLong(file.length());
    try (InputStream content = Files.newInputStream(file.file())) {
      copy(content, file.length(), response.getOutputStream());
    }
  }

  /** As long as it was said to be: what a task appends meanwhile doesn't belong to it. */
  private static void copy(InputStream from, long length, OutputStream to) throws IOException {
    byte[] buffer = new byte[64 * 1024];
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
