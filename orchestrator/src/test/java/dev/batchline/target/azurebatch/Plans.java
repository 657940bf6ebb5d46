package dev.batchline.target.azurebatch;

import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.Invocation;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.PlannedPool;
import dev.batchline.plan.PlannedTask;
import dev.batchline.plan.StagedFile;
import dev.batchline.spec.Limits;
import dev.batchline.spec.RetryRules;
import dev.batchline.storage.NodeLinks;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Permit;
import dev.batchline.target.RunSetup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small plans to try a target with. */
final class Plans {

  static final RunId RUN = new RunId("risk-20261121-060001-k3f9");
  static final String POOL =
      """
      {"vmSize": "Standard_D4s_v5", "taskSlotsPerNode": 4,
       "virtualMachineConfiguration": {
         "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
         "nodeAgentSKUId": "batch.node.ubuntu 24.04"},
       "enableAutoScale": true, "autoScaleFormula": "$TargetDedicatedNodes = 0;",
       "autoScaleEvaluationInterval": "PT5M",
       "taskSchedulingPolicy": {"nodeFillType": "Pack"},
       "metadata": [{"name": "team", "value": "risk"}]}
      """;

  static final NodeLinks LINKS =
      new NodeLinks() {
        @Override
        public Secret object(String sha256) {
          return Secret.of("https://store/batchline/objects/" + sha256 + "?sig=READ");
        }

        @Override
        public Secret runContainerForWriting() {
          return Secret.of("https://store/batchline-" + RUN + "?sig=WRITE");
        }

        @Override
        public Secret runContainerForReading() {
          return Secret.of("https://store/batchline-" + RUN + "?sig=LIST");
        }

        @Override
        public Secret runContainerForReading(RunId other) {
          return Secret.of("https://store/batchline-" + other + "?sig=LIST");
        }

        @Override
        public Secret runBlob(String name) {
          return Secret.of("https://store/batchline-" + RUN + "/" + name + "?sig=READ");
        }
      };

  private Plans() {}

  static RunSetup setup() {
    return setup(POOL, List.of(file("bin/risk.jar")));
  }

  static RunSetup setup(Permit permit) {
    RunSetup setup = setup();
    return new RunSetup(RUN, setup.plan(), LINKS, setup.times(), Set.of(), Map.of(), permit);
  }

  static RunSetup setup(String pool, List<StagedFile> app) {
    return new RunSetup(
        RUN,
        header(pool, app),
        LINKS,
        new RunSetup.Times(
            Instant.parse("2026-11-21T10:00:01Z"), Instant.parse("2026-11-22T06:00:01Z")));
  }

  static RunSetup setupWithFurtherPool() {
    return withFurther(Set.of());
  }

  /** As who takes a run over has it. */
  static RunSetup setupThatMayHaveAFurtherPool() {
    return withFurther(Set.of(2));
  }

  private static RunSetup withFurther(Set<Integer> further) {
    RunSetup setup = setup();
    PlanHeader plan = setup.plan();
    PlannedPool larger = new PlannedPool("cpu-large", POOL, false, 32);
    PlanHeader with =
        new PlanHeader(
            plan.name(),
            plan.parameters(),
            plan.app(),
            plan.inputs(),
            new PlannedPool("cpu-autoscale", POOL, false, 4, List.of(larger)),
            plan.groups(),
            plan.retry(),
            plan.limits());
    return new RunSetup(RUN, with, LINKS, setup.times(), further, Map.of(), Permit.ALWAYS);
  }

  static PlanHeader header(String pool, List<StagedFile> app) {
    return new PlanHeader(
        "risk",
        Map.of(),
        app,
        List.of(file("rates.csv")),
        new PlannedPool("cpu-autoscale", pool, false, 4),
        List.of(
            new PlannedGroup("simulate", 0, 1000, true, List.of()),
            new PlannedGroup("simulate-x", 1000, 5, true, List.of()),
            new PlannedGroup("report", 1005, 1, false, List.of("simulate"))),
        RetryRules.DEFAULT,
        Limits.of(Duration.ofHours(4)));
  }

  static StagedFile file(String path) {
    return new StagedFile(path, "ab".repeat(32), 12);
  }

  static Attempt simulation(int number) {
    return new Attempt(
        new AttemptId(number - 1, "simulate-" + number, 1),
        new PlannedTask(
            number - 1,
            "simulate-" + number,
            "simulate",
            new Invocation.Shell("risk --scenario " + number + " > pnl.csv"),
            Map.of("LEVEL", "full", "BATCHLINE_TASK_ID", "forged", "AZ_BATCH_POOL_ID", "forged"),
            List.of(file("scenario.csv")),
            List.of(),
            List.of("pnl.csv", "trace/**"),
            Optional.of(Duration.ofMinutes(10)),
            2));
  }

  static Attempt report() {
    return new Attempt(
        new AttemptId(1005, "report", 2),
        new PlannedTask(
            1005,
            "report",
            "report",
            new Invocation.Arguments(List.of("risk", "report", "a b")),
            Map.of(),
            List.of(),
            List.of(
                new EarlierOutput("simulate", "pnl.csv"),
                new EarlierOutput("simulate", "trace/**")),
            List.of(),
            Optional.empty(),
            1));
  }
}
