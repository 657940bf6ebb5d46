package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.report.Wording;
import dev.batchline.target.azurebatch.AccountQuotas;
import dev.batchline.target.azurebatch.AzureBatchAccount;
import dev.batchline.target.azurebatch.AzureBatchAccount.Image;
import dev.batchline.target.azurebatch.AzureBatchAccount.Use;
import dev.batchline.target.azurebatch.AzureBatchSettings;
import dev.batchline.target.azurebatch.EntraId;
import dev.batchline.target.azurebatch.FirstNode;
import dev.batchline.target.azurebatch.ResourceManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Checks a Batch account that answers: what these credentials may do there, and what it has. */
final class BatchDoctor {

  private static final String ACCOUNT = "account of Batch";
  private static final String QUOTAS = "quotas of Batch";
  private static final String IMAGES = "images of nodes";
  private static final String FIRST_NODE = "time to first node";

  /** Which the shipped pool templates use. */
  private static final String OFFER = "ubuntu-24_04-lts";

  private static final String FAMILY = "standardDSv5Family";
  private static final Duration SOON = Duration.ofDays(180);
  private static final int NO_CAPACITY = dev.batchline.base.Blame.CAPACITY.exitCode();
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOCAL = Duration.ofMillis(250);

  private final Surroundings surroundings;
  private final Map<String, String> settings;
  private final AzureBatchSettings batch;
  private final List<Diagnosis> found = new ArrayList<>();

  /**
   * The pool with which the time to a first node is measured.
   *
   * @param template for people
   * @param json Azure Batch's own pool JSON
   * @param progress told what is waited for
   */
  record Trial(
      String template, String json, Interruption interruption, Consumer<String> progress) {}

  BatchDoctor(Surroundings surroundings, Map<String, String> settings, AzureBatchSettings batch) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.batch = batch;
  }

  List<Diagnosis> examine() {
    try (AzureBatchAccount account = new AzureBatchAccount(batch, surroundings.timeline())) {
      Optional<Use> use = attempt(ACCOUNT, account::use);
      if (use.isEmpty()) {
        return List.copyOf(found);
      }
      found.add(Diagnosis.ok(ACCOUNT, "credentials are good; it has " + told(use.get())));
      attempt(
              "rights in Batch",
              () -> {
                account.requireRights();
                return true;
              })
          .ifPresent(
              may -> found.add(Diagnosis.ok("rights in Batch", "pools and jobs may be changed")));
      quotas(use.get());
      attempt(IMAGES, account::images).ifPresent(this::images);
    }
    return List.copyOf(found);
  }

  private static String told(Use use) {
    return Wording.count(use.pools(), "pool")
        + ", "
        + Wording.count(use.activeJobs(), "active job")
        + ", "
        + Wording.count(use.nodes(), "node")
        + " with "
        + Wording.count(use.cores() + use.spotCores(), "core");
  }

  /** Runs do without, so what can't be read is no failure. */
  private void quotas(Use use) {
    String account = settings.getOrDefault("AZURE_BATCH_RESOURCE_ID", "").strip();
    if (account.isEmpty()) {
      found.add(
          new Diagnosis(
              QUOTAS,
              Diagnosis.Result.SKIPPED,
              "AZURE_BATCH_RESOURCE_ID is not set, and Batch itself does not tell them",
              "Set it to what az batch account show --query id prints.",
              0));
      return;
    }
    try {
      AccountQuotas quotas =
          new ResourceManager(
                  account,
                  settings.getOrDefault("AZURE_MONITOR_METRICS_ENDPOINT", "").strip(),
                  () -> EntraId.credential(settings))
              .quotas();
      found.add(quotas(use, quotas));
    } catch (RunException e) {
      found.add(Diagnosis.warning(QUOTAS, "could not " + e.action() + ": " + e.reason(), e.hint()));
    }
  }

  static Diagnosis quotas(Use use, AccountQuotas quotas) {
    List<String> all = new ArrayList<>();
    List<String> usedUp = new ArrayList<>();
    compare("pools", use.pools(), quotas.pools(), all, usedUp);
    compare("active jobs", use.activeJobs(), quotas.activeJobs(), all, usedUp);
    compare("dedicated cores", use.cores(), quotas.dedicatedCores(), all, usedUp);
    compare("Spot cores", use.spotCores(), quotas.lowPriorityCores(), all, usedUp);
    Optional<Integer> family =
        quotas.familyCores().entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase(FAMILY))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean noFamily = !quotas.familyCores().isEmpty() && family.orElse(0) == 0;
    String sentence = String.join(", ", all);
    String ask = "Ask for more in Azure's portal, on the account's page, under Quotas";
    if (usedUp.contains("pools")
        || usedUp.contains("active jobs")
        || (usedUp.contains("dedicated cores") && usedUp.contains("Spot cores"))) {
      return new Diagnosis(
          QUOTAS,
          Diagnosis.Result.FAILED,
          sentence + ": no " + String.join(", no ", usedUp) + " left",
          ask + ", or remove what is no longer needed: batchline clean.",
          NO_CAPACITY);
    }
    if (!usedUp.isEmpty()) {
      return Diagnosis.warning(
          QUOTAS, sentence + ": no " + String.join(", no ", usedUp) + " left", ask + ".");
    }
    return noFamily
        ? Diagnosis.warning(
            QUOTAS,
            sentence + ": no dedicated cores of " + FAMILY + ", which the shipped templates use",
            ask + ", or give another vmSize.")
        : Diagnosis.ok(QUOTAS, sentence + " in use");
  }

  private static void compare(
      String what, int used, OptionalInt quota, List<String> all, List<String> usedUp) {
    if (quota.isEmpty()) {
      return;
    }
    all.add(String.format(Locale.ROOT, "%d of %d %s", used, quota.getAsInt(), what));
    if (used >= quota.getAsInt()) {
      usedUp.add(what);
    }
  }

  private void images(List<Image> images) {
    Instant now = surroundings.timeline().now();
    List<Image> ours = images.stream().filter(image -> image.offer().equals(OFFER)).toList();
    Optional<Instant> end = ours.stream().flatMap(i -> i.endOfLife().stream()).findFirst();
    if (ours.isEmpty()) {
      found.add(
          Diagnosis.warning(
              IMAGES,
              "this account has no image " + OFFER + ", which the shipped pool templates use",
              "Use a pool template of your own; az batch pool supported-images list shows images."));
    } else if (end.filter(now::isAfter).isPresent()) {
      found.add(
          Diagnosis.warning(
              IMAGES,
              "Batch has not supported " + OFFER + " since " + end.get(),
              "Change pool templates to a later image: new pools may be refused."));
    } else if (end.filter(now.plus(SOON)::isAfter).isPresent()) {
      found.add(
          Diagnosis.warning(
              IMAGES,
              "Batch supports " + OFFER + " until " + end.get(),
              "Change pool templates to a later image before."));
    } else {
      found.add(Diagnosis.ok(IMAGES, images.size() + " are supported"));
    }
  }

  /** Makes a pool of one node, measures, and removes it. */
  Diagnosis firstNode(Trial trial) throws InterruptedException {
    boolean local = "http".equals(batch.endpoint().getScheme());
    try (FirstNode node =
        new FirstNode(batch, surroundings.timeline(), local ? BETWEEN_LOCAL : BETWEEN)) {
      return node.measure(trial.template(), trial.json(), trial.interruption(), trial.progress())
          .map(
              took ->
                  Diagnosis.ok(
                      FIRST_NODE,
                      Wording.duration(took.ready())
                          + " with "
                          + trial.template()
                          + ": it was allocated after "
                          + Wording.duration(took.allocated())
                          + "; the pool is removed"))
          .orElseGet(
              () -> Diagnosis.skipped(FIRST_NODE, "it was interrupted; the pool is removed"));
    } catch (RunException e) {
      return Diagnosis.failed(FIRST_NODE, e);
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
