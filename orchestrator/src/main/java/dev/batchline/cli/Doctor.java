package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.report.Wording;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.StorageSettings;
import dev.batchline.target.azurebatch.AzureBatchSettings;
import dev.batchline.target.azurebatch.EntraId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Checks step by step what a run needs; a step that can't succeed after an earlier one has failed
 * is skipped, so that nobody waits for what can't answer.
 */
final class Doctor {

  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private final Surroundings surroundings;
  private final Map<String, String> settings;
  private final String container;
  private final Optional<BatchDoctor.Trial> firstNode;
  private final List<Diagnosis> found = new ArrayList<>();

  /**
   * @param settings the environment with all that overrides it
   * @param container that runs share; empty for the usual one
   * @param firstNode the pool to measure the time to a first node with, which costs a little
   */
  Doctor(
      Surroundings surroundings,
      Map<String, String> settings,
      String container,
      Optional<BatchDoctor.Trial> firstNode) {
    this.firstNode = firstNode;
    this.container = container;
    this.surroundings = surroundings;
    this.settings = settings;
  }

  /** All checks, in their order. */
  List<Diagnosis> examine() throws InterruptedException {
    Optional<BatchDoctor> batch = batch();
    storage();
    if (firstNode.isPresent()) {
      boolean well = found.stream().noneMatch(each -> each.result() == Diagnosis.Result.FAILED);
      found.add(
          well && batch.isPresent()
              ? batch.get().firstNode(firstNode.get())
              : Diagnosis.skipped("time to first node", "something before it has failed"));
    }
    return List.copyOf(found);
  }

  private Optional<BatchDoctor> batch() {
    Optional<AzureBatchSettings> known =
        attempt("settings of Batch", () -> AzureBatchSettings.fromEnvironment(settings));
    known.ifPresent(
        batch ->
            found.add(
                Diagnosis.ok("settings of Batch", batch.account() + " at " + batch.endpoint())));
    if (known.isEmpty() || !reach("network to Batch", known.get().endpoint())) {
      found.add(Diagnosis.skipped("account of Batch", "it is not known or not reached"));
      return Optional.empty();
    }
    BatchDoctor batch = new BatchDoctor(surroundings, settings, known.get());
    found.addAll(batch.examine());
    return Optional.of(batch);
  }

  private void storage() {
    Optional<StorageSettings> known =
        attempt(
            "settings of Storage",
            () -> {
              StorageSettings usual =
                  StorageSettings.of(settings, () -> EntraId.credential(settings));
              return container.isEmpty() ? usual : usual.withContainer(container);
            });
    known.ifPresent(
        storage ->
            found.add(
                Diagnosis.ok(
                    "settings of Storage", storage.account() + " at " + storage.endpoint())));
    if (known.isEmpty() || !reach("network to Storage", known.get().endpoint())) {
      found.add(Diagnosis.skipped("write, read, sign, remove", "Storage is not known or reached"));
      return;
    }
    try (FileStore files = FileStore.open(known.get(), surroundings.timeline())) {
      attempt(
              "write, read, sign, remove",
              () -> {
                files.probe();
                return true;
              })
          .ifPresent(
              done ->
                  found.add(
                      Diagnosis.ok(
                          "write, read, sign, remove",
                          "all of it works, also without credentials by a signed link")));
    }
  }

  /** Whatever the service answers shows that it is there, and what time it has. */
  private boolean reach(String check, URI endpoint) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(ANSWER).build();
    try {
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      Optional<Duration> skew = answer.headers().firstValue("date").flatMap(this::skew);
      found.add(answered(check, skew));
      return true;
    } catch (IOException e) {
      found.add(
          Diagnosis.failed(
              check,
              new RunException(
                  Blame.SERVICE,
                  "reach " + endpoint,
                  reason(e),
                  "Check the address, the network, its proxy and firewall, and whether the account"
                      + " lets this machine in.")));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * @param skew how far the service's clock is ahead of this machine's, if it said what time it has
   */
  static Diagnosis answered(String check, Optional<Duration> skew) {
    if (skew.filter(off -> off.abs().compareTo(TOLERATED_SKEW) > 0).isEmpty()) {
      String clocks =
          skew.map(off -> "; clocks differ by " + off.abs().toSeconds() + " s").orElse("");
      return Diagnosis.ok(check, "it answers" + clocks);
    }
    return Diagnosis.warning(
        check,
        "this machine's clock is "
            + Wording.duration(skew.get().abs())
            + (skew.get().isNegative() ? " ahead of" : " behind")
            + " the service's",
        "Correct it: Azure refuses signatures that are older than 15 minutes, or from the future.");
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "there is no host of that name";
      }
      if (cause instanceof HttpTimeoutException) {
        return "it did not answer within " + ANSWER.toSeconds() + " s";
      }
      if (cause instanceof SSLException) {
        return "no secure connection could be made";
      }
    }
    return e instanceof ConnectException
        ? "nothing accepts connections there"
        : e.getClass().getSimpleName();
  }

  private Optional<Duration> skew(String date) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(surroundings.timeline().now(), there));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> attempt(String check, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (RunException e) {
      found.add(Diagnosis.failed(check, e));
      return Optional.empty();
    }
  }
}
