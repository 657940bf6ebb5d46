package dev.batchline.target.azurebatch;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells a {@link BatchProblem} to people: whose fault it is and what to do next. */
final class BatchErrors {

  private record Meaning(Blame blame, String hint) {}

  private static final String ASK_FOR_QUOTA =
      "Remove what is no longer needed with: batchline clean; or ask for a higher quota in the"
          + " Azure portal, on the Batch account's page, under Quotas.";
  private static final String ROLE =
      "Give the identity the role \"Azure Batch Data Contributor\" on the account; a new role takes"
          + " some minutes.";

  /** For a refusal by a code that is not known: roles and firewalls have several. */
  private static final Meaning REFUSED =
      new Meaning(
          Blame.SERVICE, ROLE + " If it has it, let this machine through the account's firewall.");

  private static final Set<Integer> REFUSALS = Set.of(401, 403);
  private static final String TEMPLATE = "Correct the pool template or its parameters.";

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "AuthenticationFailed",
              new Meaning(
                  Blame.SERVICE,
                  "Check that AZURE_BATCH_ACCESS_KEY is a key of AZURE_BATCH_ACCOUNT, and that"
                      + " AZURE_BATCH_ENDPOINT is that account's.")),
          Map.entry("InvalidAuthenticationInfo", new Meaning(Blame.SERVICE, ROLE)),
          Map.entry("InsufficientAccountPermissions", new Meaning(Blame.SERVICE, ROLE)),
          Map.entry("Forbidden", new Meaning(Blame.SERVICE, ROLE)),
          Map.entry(
              "InvalidRestAPIForAccountSetting",
              new Meaning(
                  Blame.SERVICE,
                  "The account does not take shared keys: unset AZURE_BATCH_ACCESS_KEY to use"
                      + " Entra ID.")),
          Map.entry(
              "AccountIsDisabled",
              new Meaning(Blame.SERVICE, "Ask whoever pays for the subscription.")),
          Map.entry("PoolQuotaReached", new Meaning(Blame.CAPACITY, ASK_FOR_QUOTA)),
          Map.entry("ActiveJobAndScheduleQuotaReached", new Meaning(Blame.CAPACITY, ASK_FOR_QUOTA)),
          Map.entry("AutoScalingFormulaSyntaxError", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("AutoScaleFormulaTooLong", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("AutoScalingFormulaTooLong", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("InvalidAutoScalingSettings", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("InvalidPropertyValue", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("MissingRequiredProperty", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("UnsupportedProperty", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("InvalidRequestBody", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("InvalidApplicationPackageReferences", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry("NodeAgentSKUNotFound", new Meaning(Blame.USER, TEMPLATE)),
          Map.entry(
              "NoAnswer",
              new Meaning(
                  Blame.SERVICE,
                  "Check AZURE_BATCH_ENDPOINT, the network, and with --local that the emulator"
                      + " runs: batchline emulator status.")),
          Map.entry(
              "NotSent",
              new Meaning(
                  Blame.SERVICE,
                  "Sign in (az login, or the pipeline's service connection), or set"
                      + " AZURE_BATCH_ACCESS_KEY.")),
          Map.entry(
              "ServerBusy", new Meaning(Blame.SERVICE, "Azure Batch is busy: try again later.")));

  /** Facts of an answer that are shown; others may hold what was sent, signed URLs among it. */
  private static final Set<String> SHOWN =
      Set.of("Reason", "PropertyName", "QueryParameterName", "MaxLimit", "Message");

  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private BatchErrors() {}

  /**
   * @param action what was tried, as an infinitive
   * @param now by this machine's clock
   */
  static RunException explain(String action, BatchProblem problem, Instant now) {
    Meaning otherwise =
        REFUSALS.contains(problem.status()) ? REFUSED : new Meaning(Blame.SERVICE, "");
    Meaning meaning = MEANINGS.getOrDefault(problem.code(), otherwise);
    return new RunException(
            meaning.blame(), action, reason(problem), hint(problem, meaning, now), problem)
        .withCode(problem.code());
  }

  private static String reason(BatchProblem problem) {
    String facts =
        problem.details().entrySet().stream()
            .filter(detail -> SHOWN.contains(detail.getKey()))
            .map(detail -> detail.getKey() + " " + detail.getValue())
            .collect(Collectors.joining(", "));
    String text = problem.text().isEmpty() ? "" : " (" + stripFullStop(problem.text()) + ")";
    return problem.code() + text + (facts.isEmpty() ? "" : "; " + facts);
  }

  private static String stripFullStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** A clock that is wrong makes every signature invalid; only then is it worth a word. */
  private static String hint(BatchProblem problem, Meaning meaning, Instant now) {
    Duration skew =
        problem.serviceTime().map(time -> Duration.between(time, now).abs()).orElse(Duration.ZERO);
    return "AuthenticationFailed".equals(problem.code()) && skew.compareTo(TOLERATED_SKEW) > 0
        ? "This machine's clock is "
            + skew.toMinutes()
            + " minutes off Azure's: correct it. "
            + meaning.hint()
        : meaning.hint();
  }
}
