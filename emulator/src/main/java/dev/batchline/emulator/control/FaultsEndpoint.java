package dev.batchline.emulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /control/faults}: the faults that are in force.
 *
 * <p>GET shows them and how often they struck; POST {@code {"profile": "chaos", "seed": 7, "rules":
 * [...]}} sets others instead, and DELETE none. POST to {@code /control/faults/rules} adds a rule,
 * DELETE of {@code /control/faults/rules/ID} ends one, GET of {@code /control/faults/profiles}
 * lists the profiles. It takes {@code Authorization: AccountKey BASE64}.
 */
public final class FaultsEndpoint implements Endpoint {

  private static final String PATH = "/control/faults";
  private static final String RULES = PATH + "/rules";
  private static final String PROFILES = PATH + "/profiles";

  private final ControlAccess access;
  private final FaultControl control;

  public FaultsEndpoint(AccountKey key, FaultControl control) {
    this.access = new ControlAccess(key);
    this.control = control;
  }

  @Override
  public boolean answers(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    if (!access.admits(request, response)) {
      return;
    }
    try {
      answer(request.verb(), request.path(), body, response);
    } catch (IllegalArgumentException | JsonProcessingException mistaken) {
      ControlAccess.refuse(response, 400, String.valueOf(mistaken.getMessage()));
    }
  }

  private void answer(
      String verb, String path, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    if (path.startsWith(RULES + "/") && verb.equals("DELETE")) {
      remove(path.substring(RULES.length() + 1), response);
      return;
    }
    switch (verb + " " + path) {
      case "GET " + PATH -> {}
      case "DELETE " + PATH -> control.clear();
      case "POST " + PATH -> control.set(ControlAccess.read(body));
      case "POST " + RULES -> control.add(ControlAccess.read(body));
      case "GET " + PROFILES -> {
        ControlAccess.send(response, 200, control.profiles());
        return;
      }
      default -> {
        boolean known = path.equals(PATH) || path.equals(RULES) || path.equals(PROFILES);
        ControlAccess.refuse(response, known ? 405 : 404, "there is no " + verb + " of " + path);
        return;
      }
    }
    ControlAccess.send(response, 200, control.state());
  }

  private void remove(String id, HttpServletResponse response) throws IOException {
    if (control.remove(id)) {
      ControlAccess.send(response, 200, control.state());
    } else {
      ControlAccess.refuse(response, 404, "there is no fault " + id);
    }
  }
}
