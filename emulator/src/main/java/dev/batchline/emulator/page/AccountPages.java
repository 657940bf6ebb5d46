package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.model.AccountReader;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.time.ServiceTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pages for a browser: {@code /}, and below {@code /view} a page for each thing at the path
 * that the REST API has for it.
 *
 * <p>They change nothing, load nothing from elsewhere, and need no credentials: whoever may open
 * them is on this machine.
 */
public final class AccountPages implements Endpoint {

  /** For everything that is answered; a page's script and style come from the jar alone. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private final View view;
  private final FilePages files;

  public AccountPages(AccountReader account, BatchService service, ServiceTime time, Facts facts) {
    this.view = new View(account, service, time, facts);
    this.files = new FilePages(view);
  }

  @Override
  public boolean answers(String path) {
    return path.equals("/") || path.startsWith(Links.ROOT + "/");
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    HEADERS.forEach(response::setHeader);
    if (!request.verb().equals("GET") && !request.verb().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(405);
      return;
    }
    List<String> parts = Links.parts(request.path());
    Optional<Assets.Asset> asset =
        parts.size() == 2 ? Assets.named(parts.get(1)) : Optional.empty();
    if (asset.isPresent()) {
      send(response, asset.get().type(), asset.get().bytes());
      return;
    }
    try {
      answer(parts, request.query(), response);
    } catch (BatchError e) {
      response.setStatus(e.status() == 409 ? 404 : e.status());
      send(response, sorry(e.code(), String.valueOf(e.getMessage())));
    }
  }

  private void answer(List<String> parts, Query query, HttpServletResponse response)
      throws IOException {
    Optional<FilePages.Wanted> file = file(parts);
    if (file.isPresent() && FilePages.wantsContent(query)) {
      files.sendContent(file.get(), query, response);
      return;
    }
    Optional<Screen> screen = file.map(files::screen).or(() -> screen(parts, query));
    if (screen.isEmpty()) {
      response.setStatus(404);
    }
    send(response, screen.orElseGet(() -> sorry("Not found", "There is no such page.")));
  }

  private Optional<Screen> screen(List<String> parts, Query query) {
    if (parts.isEmpty()) {
      return Optional.of(new OverviewPage(view).screen(Paging.after(query)));
    }
    boolean all = query.value("evaluations").filter("all"::equals).isPresent();
    return Optional.ofNullable(
        switch (shape(parts)) {
          case "pools" -> new PoolPage(view).screen(parts.get(2), Paging.after(query), all);
          case "pools/nodes" -> new NodePage(view).screen(parts.get(2), parts.get(4));
          case "jobs" -> new JobPage(view).screen(parts.get(2), query);
          case "jobs/tasks" -> new TaskPage(view).screen(parts.get(2), parts.get(4));
          case "jobschedules" -> new SchedulePage(view).screen(parts.get(2));
          default -> null;
        });
  }

  /** The fixed parts of {@code view/KIND/ID} and {@code view/KIND/ID/KIND/ID}. */
  private static String shape(List<String> parts) {
    return switch (parts.size()) {
      case 3 -> parts.get(1);
      case 5 -> parts.get(1) + "/" + parts.get(3);
      default -> "";
    };
  }

  private Optional<FilePages.Wanted> file(List<String> parts) {
    if (parts.size() < 7 || !parts.get(5).equals("files")) {
      return Optional.empty();
    }
    String name = String.join("/", parts.subList(6, parts.size()));
    return switch (shape(parts.subList(0, 5))) {
      case "pools/nodes" -> Optional.of(files.ofNode(parts.get(2), parts.get(4), name));
      case "jobs/tasks" -> Optional.of(files.ofTask(parts.get(2), parts.get(4), name));
      default -> Optional.empty();
    };
  }

  private static Screen sorry(String title, String why) {
    return new Screen(
        title,
        List.of(Links.link("Overview", "/")),
        Html.fragment(Html.tag("h1").add(title), Html.tag("p").add(why)));
  }

  private void send(HttpServletResponse response, Screen screen) throws IOException {
    byte[] page = screen.page(view.facts()).getBytes(StandardCharsets.UTF_8);
    send(response, "text/html; charset=utf-8", page);
  }

  private static void send(HttpServletResponse response, String type, byte[] bytes)
      throws IOException {
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
