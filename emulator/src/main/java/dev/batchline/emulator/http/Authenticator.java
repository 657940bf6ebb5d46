package dev.batchline.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.model.JobTokens;
import dev.batchline.emulator.time.ServiceTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/**
 * Lets in who holds the account's key, or a token of Entra ID.
 *
 * <p>A SharedKey signature is checked in full. Of a Bearer token only the form is: three parts of
 * base64url, the first two JSON objects, and {@code exp}, when there is one, not over. The emulator
 * has no tenant to check a token's signature against, so any token will do that looks like one;
 * except that those which the emulator gave to tasks are checked in full.
 */
final class Authenticator {

  private static final String BEARER = "Bearer ";
  private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SharedKey sharedKey;
  private final JobTokens jobTokens;
  private final ServiceTime time;

  Authenticator(AccountKey key, JobTokens jobTokens, ServiceTime time) {
    this.jobTokens = jobTokens;
    this.sharedKey = new SharedKey(key);
    this.time = time;
  }

  /**
   * Returns when the request may go on, and refuses it otherwise.
   *
   * @return key of the only job that the request may be about, for a token of a task
   */
  Optional<String> check(Request request) {
    String authorization = request.header("Authorization").orElseThrow(Refusals::noCredentials);
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return checkToken(authorization.substring(BEARER.length()).strip());
    }
    if (!SharedKey.isWellFormed(authorization)) {
      throw Refusals.invalidAuthenticationInfo();
    }
    checkDate(request);
    if (!sharedKey.signed(request, authorization)) {
      throw Refusals.notAuthenticated(
          "The MAC signature found in the HTTP request is not the same as any computed signature.");
    }
    return Optional.empty();
  }

  private void checkDate(Request request) {
    String date =
        request
            .header("ocp-date")
            .or(() -> request.header("Date"))
            .orElseThrow(
                () -> Refusals.notAuthenticated("Neither ocp-date nor Date header is given."));
    Instant signed;
    try {
      signed = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    } catch (DateTimeException e) {
      throw Refusals.invalidHeader("ocp-date", date);
    }
    if (Duration.between(signed, time.now()).abs().compareTo(LARGEST_SKEW) > 0) {
      throw Refusals.notAuthenticated("Request date header too old: '" + date + "'.");
    }
  }

  private Optional<String> checkToken(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || json(parts[0]).isEmpty()) {
      throw Refusals.badToken("The bearer token is not a JSON web token.");
    }
    JsonNode claims =
        json(parts[1])
            .orElseThrow(() -> Refusals.badToken("The bearer token has no readable claims."));
    long expires = claims.path("exp").asLong(Long.MAX_VALUE);
    if (expires < time.now().getEpochSecond()) {
      throw Refusals.badToken("The bearer token has expired.");
    }
    if (!JobTokens.claimed(claims)) {
      return Optional.empty();
    }
    return Optional.of(
        jobTokens
            .job(token)
            .orElseThrow(
                () -> Refusals.badToken("The bearer token is of no task of this emulator.")));
  }

  private static Optional<JsonNode> json(String part) {
    try {
      JsonNode node = JSON.readTree(Base64.getUrlDecoder().decode(part));
      return Optional.of(node).filter(JsonNode::isObject);
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }
}
