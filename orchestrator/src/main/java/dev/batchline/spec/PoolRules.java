package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Azure Batch would refuse of a pool, found before anything is created.
 *
 * <p>Properties that aren't known here pass, so that a newer Batch can be used; a misspelt one does
 * not.
 */
final class PoolRules {

  private static final List<String> PROPERTIES =
      List.of(
          "displayName",
          "vmSize",
          "virtualMachineConfiguration",
          "resizeTimeout",
          "targetDedicatedNodes",
          "targetLowPriorityNodes",
          "enableAutoScale",
          "autoScaleFormula",
          "autoScaleEvaluationInterval",
          "enableInterNodeCommunication",
          "networkConfiguration",
          "startTask",
          "certificateReferences",
          "applicationPackageReferences",
          "taskSlotsPerNode",
          "taskSchedulingPolicy",
          "userAccounts",
          "metadata",
          "mountConfiguration",
          "targetNodeCommunicationMode",
          "upgradePolicy",
          "resourceTags",
          "identity");
  private static final List<String> MACHINE_PROPERTIES =
      List.of("imageReference", "nodeAgentSKUId", "containerConfiguration", "osDisk", "dataDisks");
  private static final List<String> TARGETS =
      List.of("targetDedicatedNodes", "targetLowPriorityNodes");
  private static final List<String> IMAGE_IDS =
      List.of("virtualMachineImageId", "sharedGalleryImageId", "communityGalleryImageId");
  private static final int MOST_SLOTS = 256;
  private static final int SLOTS_PER_CORE = 4;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(5);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);

  private final Mapping pool;
  private final PoolTemplate template;
  private final Problems problems;

  /**
   * @param pool with its parameters filled in
   */
  PoolRules(Mapping pool, PoolTemplate template) {
    this.pool = pool;
    this.template = template;
    this.problems = template.problems();
  }

  void check() {
    checkNames(pool, PROPERTIES);
    pool.entry("id")
        .ifPresent(
            entry ->
                problems.add(
                    entry.at(), "a template has no \"id\"", "Remove it: the run's id is used."));
    if (vmSize().isEmpty()) {
      problems.add(pool.at(), "the pool has no \"vmSize\"", "Such as Standard_D4s_v5.");
    }
    checkMachine();
    checkSlots();
    checkScaling();
    checkDuration("resizeTimeout", SHORTEST_INTERVAL, Duration.ofDays(7));
    scalar(pool, "targetNodeCommunicationMode")
        .filter(mode -> mode.text().equalsIgnoreCase("classic"))
        .ifPresent(
            mode ->
                problems.add(
                    mode.at(),
                    "Azure retired classic node communication on 2026-03-31",
                    "Write \"simplified\"."));
  }

  String vmSize() {
    return scalar(pool, "vmSize").map(Scalar::text).orElse("");
  }

  int taskSlotsPerNode() {
    return integer("taskSlotsPerNode").map(BigInteger::intValueExact).orElse(1);
  }

  private void checkNames(Mapping mapping, List<String> known) {
    for (Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        Names.nearest(entry.key(), known)
            .ifPresent(
                near ->
                    problems.add(
                        entry.at(),
                        "unknown property \"" + entry.key() + "\"",
                        "Did you mean \"" + near + "\"?"));
      }
    }
  }

  private void checkMachine() {
    Optional<SourceNode> node = pool.value("virtualMachineConfiguration");
    if (node.isEmpty() || !(node.get() instanceof Mapping machine)) {
      problems.add(
          node.map(SourceNode::at).orElse(pool.at()),
          "the pool has no \"virtualMachineConfiguration\"",
          "It needs an \"imageReference\" and a \"nodeAgentSKUId\".");
      return;
    }
    checkNames(machine, MACHINE_PROPERTIES);
    String agent = scalar(machine, "nodeAgentSKUId").map(Scalar::text).orElse("");
    if (agent.isEmpty()) {
      problems.add(
          machine.at(),
          "the image has no \"nodeAgentSKUId\"",
          "Such as \"batch.node.ubuntu 24.04\"; it must fit the image.");
    } else if (agent.contains("windows")) {
      problems.add(
          scalar(machine, "nodeAgentSKUId").map(Scalar::at).orElse(machine.at()),
          "nodes must run Linux, but this is " + agent,
          "Choose an image such as Ubuntu 24.04.");
    }
    checkImage(machine);
  }

  private void checkImage(Mapping machine) {
    Optional<SourceNode> node = machine.value("imageReference");
    if (node.isEmpty() || !(node.get() instanceof Mapping image)) {
      problems.add(
          node.map(SourceNode::at).orElse(machine.at()),
          "the pool has no \"imageReference\"",
          "It needs publisher, offer and sku, or the id of an image of yours.");
      return;
    }
    boolean own = IMAGE_IDS.stream().anyMatch(id -> scalar(image, id).isPresent());
    for (String part : own ? List.<String>of() : List.of("publisher", "offer", "sku")) {
      if (scalar(image, part).isEmpty()) {
        problems.add(image.at(), "the image has no \"" + part + "\"", "");
      }
    }
  }

  private void checkSlots() {
    Optional<BigInteger> slots = integer("taskSlotsPerNode");
    OptionalInt cores = VmSizes.cores(vmSize());
    int most =
        cores.isPresent() ? Math.min(MOST_SLOTS, SLOTS_PER_CORE * cores.getAsInt()) : MOST_SLOTS;
    if (slots.isPresent()
        && (slots.get().signum() <= 0 || slots.get().compareTo(BigInteger.valueOf(most)) > 0)) {
      template.add(
          value("taskSlotsPerNode"),
          "\"taskSlotsPerNode\" must be between 1 and %d, but is %s".formatted(most, slots.get()),
          cores.isPresent() && most < MOST_SLOTS
              ? "Batch allows 4 per core, and %s has %d cores."
                  .formatted(vmSize(), cores.getAsInt())
              : "");
    }
  }

  private void checkScaling() {
    boolean scales =
        scalar(pool, "enableAutoScale")
            .filter(on -> on.text().equalsIgnoreCase("true"))
            .isPresent();
    if (scales) {
      checkAutoscale();
    } else {
      checkFixed();
    }
  }

  private void checkAutoscale() {
    for (String target : TARGETS) {
      if (pool.entry(target).isPresent()) {
        template.add(
            value(target),
            "\"" + target + "\" can't be given together with \"enableAutoScale\"",
            "Remove one of them: the formula sets the targets.");
      }
    }
    checkDuration("autoScaleEvaluationInterval", SHORTEST_INTERVAL, LONGEST_INTERVAL);
    Optional<Scalar> formula = scalar(pool, "autoScaleFormula");
    if (formula.isEmpty()) {
      template.add(value("enableAutoScale"), "the pool has no \"autoScaleFormula\"", "");
      return;
    }
    new FormulaCheck(template).check(formula.get());
  }

  private void checkFixed() {
    for (String property : List.of("autoScaleFormula", "autoScaleEvaluationInterval")) {
      if (pool.entry(property).isPresent()) {
        template.add(
            value(property),
            "\"" + property + "\" has no effect without \"enableAutoScale\": true",
            "Add it, or remove this.");
      }
    }
    BigInteger nodes = BigInteger.ZERO;
    for (String target : TARGETS) {
      BigInteger count = integer(target).orElse(BigInteger.ZERO);
      if (count.signum() < 0 || count.bitLength() > 31) {
        template.add(value(target), "\"" + target + "\" must be 0 or more, but is " + count, "");
        return;
      }
      nodes = nodes.add(count);
    }
    if (nodes.signum() == 0) {
      problems.add(
          pool.at(),
          "the pool would have no nodes, now or later",
          "Give \"targetDedicatedNodes\" or \"targetLowPriorityNodes\", or \"enableAutoScale\" with"
              + " an \"autoScaleFormula\".");
    }
  }

  private void checkDuration(String property, Duration least, Duration most) {
    Optional<Scalar> scalar = scalar(pool, property);
    if (scalar.isEmpty()) {
      return;
    }
    Optional<Duration> duration = Durations.parse(scalar.get().text());
    boolean inside =
        duration
            .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
            .isPresent();
    if (!inside) {
      template.add(
          scalar.get(),
          "\"%s\" must be between %s and %s, but is %s"
              .formatted(
                  property, Durations.text(least), Durations.text(most), scalar.get().text()),
          duration.isPresent() ? "" : Durations.suggest(scalar.get().text()));
    }
  }

  private Optional<BigInteger> integer(String property) {
    Optional<Scalar> scalar = scalar(pool, property);
    if (scalar.isPresent() && scalar.get().kind() != Kind.INTEGER) {
      template.add(
          scalar.get(),
          "\"%s\" must be a whole number, but this is %s"
              .formatted(property, scalar.get().describe()),
          "");
    }
    return scalar.filter(value -> value.kind() == Kind.INTEGER).map(v -> new BigInteger(v.text()));
  }

  private SourceNode value(String property) {
    return pool.value(property).orElse(pool);
  }

  private static Optional<Scalar> scalar(Mapping mapping, String property) {
    return mapping
        .value(property)
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .filter(scalar -> scalar.kind() != Kind.NOTHING);
  }
}
