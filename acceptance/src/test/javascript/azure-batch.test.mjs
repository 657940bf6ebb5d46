// The emulator as users of the JavaScript client see it: every operation that the client has.
// The settings come from the environment variables that Azure's own tools read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import azure from "@azure/batch";

const { AZURE_BATCH_ACCOUNT, AZURE_BATCH_ACCESS_KEY, AZURE_BATCH_ENDPOINT } = process.env;
const PATIENCE = 90_000;
const MACHINE = {
  vmSize: "Standard_D2s_v3",
  virtualMachineConfiguration: {
    imageReference: {
      publisher: "canonical",
      offer: "ubuntu-24_04-lts",
      sku: "server",
      version: "latest",
    },
    nodeAgentSKUId: "batch.node.ubuntu 24.04",
  },
};

const client = clientWithKey(AZURE_BATCH_ACCESS_KEY);

function clientWithKey(key) {
  const credentials = new azure.BatchSharedKeyCredentials(AZURE_BATCH_ACCOUNT, key);
  return new azure.BatchServiceClient(credentials, AZURE_BATCH_ENDPOINT, {
    noRetryPolicy: true,
  });
}

async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    assert.ok(Date.now() < end, `waited too long until ${what}`);
    await pause(50);
  }
}

/** Asserts that a call is refused with that status and code, and gives the error. */
async function refused(status, code, call) {
  const error = await call.then(
    () => assert.fail(`expected ${code}`),
    (reason) => reason,
  );
  assert.equal(error.statusCode, status, error.message);
  assert.equal(error.body?.code, code, error.message);
  return error;
}

const value = (error, key) => error.body.values.find((each) => each.key === key)?.value;
const ids = (list) => list.map((each) => each.id);
const nodes = (pool) => client.computeNode.list(pool);

async function idleNodes(pool, count) {
  return until(`${count} nodes of ${pool} are idle`, async () => {
    const list = await nodes(pool);
    return list.length === count && list.every((node) => node.state === "idle") && list;
  });
}

async function pool(id, targetDedicatedNodes, more = {}) {
  await client.pool.add({ id, targetDedicatedNodes, ...MACHINE, ...more });
  await until(`${id} is steady`, async () => (await client.pool.get(id)).allocationState === "steady");
  return targetDedicatedNodes ? idleNodes(id, targetDedicatedNodes) : [];
}

async function text(response) {
  const chunks = [];
  for await (const chunk of response.readableStreamBody) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const completed = (job, task) =>
  until(`${task} is completed`, async () => {
    const found = await client.task.get(job, task);
    return found.state === "completed" && found;
  });

test("a pool is added, listed, patched, updated, resized, shrunk and deleted", async () => {
  await pool("pool", 2, { metadata: [{ name: "team", value: "risk" }] });
  assert.equal((await client.pool.exists("pool")).body, true);
  assert.equal((await client.pool.exists("none")).body, false);
  await refused(409, "PoolExists", client.pool.add({ id: "POOL", ...MACHINE }));

  const shown = await client.pool.get("pool");
  assert.match(shown.eTag, /^0x[0-9A-F]{15}$/);
  assert.equal(shown.resizeTimeout, "PT15M");
  const listed = await client.pool.list({
    poolListOptions: { filter: "id eq 'pool'", select: "id, state" },
  });
  assert.deepEqual([listed.length, listed[0].id, listed[0].vmSize], [1, "pool", undefined]);

  await client.pool.patch("pool", { metadata: [{ name: "team", value: "credit" }] });
  await refused(
    412,
    "ConditionNotMet",
    client.pool.patch("pool", { metadata: [] }, { poolPatchOptions: { ifMatch: shown.eTag } }),
  );
  const unchanged = client.pool.get("pool", {
    poolGetOptions: { ifNoneMatch: (await client.pool.get("pool")).eTag },
  });
  assert.equal((await unchanged.catch((e) => e)).statusCode, 304);
  await client.pool.updateProperties("pool", {
    startTask: { commandLine: "/bin/true" },
    certificateReferences: [],
    applicationPackageReferences: [],
    metadata: [],
  });
  assert.equal((await client.pool.get("pool")).startTask.commandLine, "/bin/true");

  await client.pool.resize("pool", { targetDedicatedNodes: 3 });
  await refused(409, "PoolBeingResized", client.pool.resize("pool", { targetDedicatedNodes: 1 }));
  await client.pool.stopResize("pool");
  const stopped = await until("the resize has stopped", async () => {
    const now = await client.pool.get("pool");
    return now.allocationState === "steady" && now;
  });
  assert.equal(stopped.resizeErrors[0].code, "ResizeStopped");
  const [first] = await nodes("pool");
  await client.pool.removeNodes("pool", { nodeList: [first.id] });
  await until("the node is gone", async () => !ids(await nodes("pool")).includes(first.id));
  assert.ok((await client.pool.listUsageMetrics()).some((usage) => usage.poolId === "pool"));
  const counts = await client.account.listPoolNodeCounts({
    accountListPoolNodeCountsOptions: { filter: "poolId eq 'pool'" },
  });
  assert.equal(counts[0].poolId, "pool");

  await client.pool.deleteMethod("pool");
  await until("the pool is gone", async () => !(await client.pool.exists("pool")).body);
  await refused(404, "PoolNotFound", client.pool.get("pool"));
});

test("a formula is enabled, evaluated, refused with its position, and disabled", async () => {
  await pool("scaled", 0);
  await client.pool.enableAutoScale("scaled", {
    autoScaleFormula: "$TargetDedicatedNodes = 1;",
    autoScaleEvaluationInterval: "PT5M",
  });
  await idleNodes("scaled", 1);
  const run = await client.pool.evaluateAutoScale(
    "scaled",
    "x = $CurrentDedicatedNodes; $TargetDedicatedNodes = x + 1;",
  );
  assert.match(run.results, /\$TargetDedicatedNodes=2;/);
  const wrong = await client.pool.evaluateAutoScale("scaled", "\n  $TargetDedicatedNodes = nope;");
  assert.equal(wrong.error.values[0].value, "Line 2, Col 27: Undefined symbol: nope");
  await refused(
    400,
    "AutoScalingFormulaSyntaxError",
    client.pool.add({
      id: "broken",
      ...MACHINE,
      enableAutoScale: true,
      autoScaleFormula: "$TargetDedicatedNodes = (1;",
    }),
  );
  await client.pool.disableAutoScale("scaled");
  assert.equal((await client.pool.get("scaled")).enableAutoScale, false);
});

test("a node is read, used by users, taken out of service, and rebooted", async () => {
  const [node] = await pool("nodes", 1, {
    startTask: { commandLine: "/bin/sh -c 'echo started'", waitForSuccess: true },
  });
  const at = ["nodes", node.id];
  const operations = client.computeNode;
  const shown = await operations.get(...at);
  assert.equal(shown.startTaskInfo.exitCode, 0);
  assert.ok((await operations.getRemoteLoginSettings(...at)).remoteLoginPort > 0);
  assert.deepEqual([...(await client.computeNodeExtension.list(...at))], []);

  await operations.addUser(...at, { name: "ann", password: "a-Secret-1" });
  await refused(409, "NodeUserExists", operations.addUser(...at, { name: "ann", password: "x" }));
  await operations.updateUser(...at, "ann", { password: "b-Secret-2" });
  await operations.deleteUser(...at, "ann");
  await refused(404, "NodeUserNotFound", operations.deleteUser(...at, "ann"));

  await operations.disableScheduling(...at, { nodeDisableSchedulingOption: "requeue" });
  await refused(
    409,
    "NodeAlreadyInTargetSchedulingState",
    operations.disableScheduling(...at),
  );
  assert.equal((await operations.get(...at)).schedulingState, "disabled");
  await operations.enableScheduling(...at);

  const files = await client.file.listFromComputeNode(...at, { recursive: true });
  assert.ok(files.some((file) => file.name === "startup/stdout.txt"));
  const out = await client.file.getFromComputeNode(...at, "startup/stdout.txt");
  assert.equal(await text(out), "started\n");
  const properties = await client.file.getPropertiesFromComputeNode(...at, "startup/stdout.txt");
  assert.equal(properties.contentLength, 8);
  await client.file.deleteFromComputeNode(...at, "startup/stdout.txt");
  const again = client.file.getFromComputeNode(...at, "startup/stdout.txt");
  assert.equal((await again.catch((e) => e)).statusCode, 404);

  await operations.reboot(...at);
  await idleNodes("nodes", 1);
  await refused(409, "OperationNotValidOnNode", operations.reimage(...at));
  await refused(404, "NodeNotFound", operations.get("nodes", "none"));
});

test("150 tasks run on slots; failures are found by a filter, page by page", async () => {
  await pool("many", 2, { taskSlotsPerNode: 4, taskSchedulingPolicy: { nodeFillType: "Pack" } });
  await client.job.add({
    id: "many",
    poolInfo: { poolId: "many" },
    jobPreparationTask: { commandLine: "/bin/sh -c 'echo prepared > mark'" },
    jobReleaseTask: { commandLine: "/bin/true" },
  });
  const tasks = Array.from({ length: 150 }, (_, i) => ({
    id: `t${i}`,
    commandLine: `/bin/sh -c 'cat $AZ_BATCH_JOB_PREP_WORKING_DIR/mark; exit ${i % 50 === 49 ? 7 : 0}'`,
  }));
  for (let i = 0; i < tasks.length; i += 100) {
    const added = await client.task.addCollection("many", tasks.slice(i, i + 100));
    assert.ok(added.value.every((each) => each.status === "success" || each.status === "Success"));
  }
  const again = await client.task.addCollection("many", tasks.slice(0, 2));
  assert.deepEqual(
    again.value.map((each) => each.error.code),
    ["TaskExists", "TaskExists"],
  );
  await until("all are completed", async () => {
    const counts = await client.job.getTaskCounts("many");
    return counts.taskCounts.completed === 150 && counts.taskCounts.failed === 3;
  });

  const found = [];
  let page = await client.task.list("many", {
    taskListOptions: {
      filter: "state eq 'completed' and (executionInfo/exitCode lt 0 or executionInfo/exitCode gt 0)",
      select: "id,executionInfo",
      maxResults: 2,
    },
  });
  for (;;) {
    assert.ok(page.length <= 2);
    found.push(...page);
    if (!page.odatanextLink) {
      break;
    }
    page = await client.task.listNext(page.odatanextLink);
  }
  assert.deepEqual(ids(found).sort(), ["t149", "t49", "t99"]);
  assert.equal(found[0].executionInfo.failureInfo.code, "FailureExitCode");
  assert.equal(await text(await client.file.getFromTask("many", "t7", "stdout.txt")), "prepared\n");
  const status = await client.job.listPreparationAndReleaseTaskStatus("many");
  assert.equal(status[0].jobPreparationTaskExecutionInfo.exitCode, 0);
  await client.job.terminate("many", { jobTerminateOptions: {}, terminateReason: "done" });
  await until("it is completed", async () => (await client.job.get("many")).state === "completed");
});

test("a task is updated, terminated, reactivated, read and deleted", async () => {
  await pool("single", 1);
  await client.job.add({ id: "single", poolInfo: { poolId: "single" }, usesTaskDependencies: true });
  await client.task.add("single", {
    id: "hello",
    commandLine: "/bin/sh -c 'printf 0123456789; mkdir d; echo x > d/x'",
  });
  await client.task.add("single", {
    id: "after",
    commandLine: "/bin/true",
    dependsOn: { taskIds: ["slow"] },
  });
  await completed("single", "hello");
  const part = await client.file.getFromTask("single", "hello", "stdout.txt", {
    fileGetFromTaskOptions: { ocpRange: "bytes=2-4" },
  });
  assert.equal(await text(part), "234");
  const files = await client.file.listFromTask("single", "hello", { recursive: true });
  assert.ok(files.some((file) => file.name === "wd/d/x" && file.properties.contentLength === 2));
  assert.equal(
    (await client.file.getPropertiesFromTask("single", "hello", "wd/d/x")).ocpBatchFileIsdirectory,
    "False",
  );
  await client.file.deleteFromTask("single", "hello", "wd/d", { recursive: true });
  assert.deepEqual([...(await client.task.listSubtasks("single", "hello")).value], []);
  await refused(409, "TaskCompleted", client.task.terminate("single", "hello"));

  await client.task.add("single", { id: "slow", commandLine: "sleep 600" });
  await until("it runs", async () => (await client.task.get("single", "slow")).state === "running");
  await client.task.update("single", "slow", { constraints: { maxTaskRetryCount: 1 } });
  await client.task.terminate("single", "slow");
  const ended = await completed("single", "slow");
  assert.equal(ended.executionInfo.failureInfo.code, "TaskEnded");
  assert.equal((await client.task.get("single", "after")).state, "active");
  await client.task.reactivate("single", "slow");
  await client.task.deleteMethod("single", "slow");
  await refused(404, "TaskNotFound", client.task.get("single", "slow"));
});

test("a job is updated, patched, disabled, enabled and deleted", async () => {
  await client.job.add({ id: "job", poolInfo: { poolId: "nodes" }, priority: 1 });
  await refused(409, "JobExists", client.job.add({ id: "job", poolInfo: { poolId: "nodes" } }));
  await client.job.patch("job", { priority: 5 });
  await client.job.update("job", { poolInfo: { poolId: "nodes" }, priority: -3 });
  assert.equal((await client.job.get("job")).priority, -3);
  await client.job.disable("job", "requeue");
  await until("it is disabled", async () => (await client.job.get("job")).state === "disabled");
  await client.job.enable("job");
  assert.ok(ids(await client.job.list({ jobListOptions: { filter: "state eq 'active'" } })).includes("job"));
  await client.job.deleteMethod("job");
  await until("it is gone", async () => (await client.job.get("job").catch((e) => e)).statusCode === 404);
});

test("a schedule makes a job, and is changed, stopped and deleted", async () => {
  const jobSpecification = { poolInfo: { poolId: "nodes" }, priority: 2 };
  await client.jobSchedule.add({ id: "s", schedule: { recurrenceInterval: "PT1H" }, jobSpecification });
  await client.jobSchedule.exists("s");
  await until("its job is there", async () =>
    ids(await client.job.listFromJobSchedule("s")).includes("s:job-1"),
  );
  await client.jobSchedule.patch("s", { metadata: [{ name: "a", value: "b" }] });
  await client.jobSchedule.update("s", { schedule: { recurrenceInterval: "PT2H" }, jobSpecification });
  assert.equal((await client.jobSchedule.get("s")).schedule.recurrenceInterval, "PT2H");
  await client.jobSchedule.disable("s");
  await client.jobSchedule.enable("s");
  assert.ok(ids(await client.jobSchedule.list()).includes("s"));
  await client.jobSchedule.terminate("s");
  await client.jobSchedule.deleteMethod("s");
  await until("it is gone", async () => {
    const answer = await client.jobSchedule.get("s").catch((e) => e);
    return answer.statusCode === 404;
  });
});

test("instances of a task start together, and are listed", async () => {
  await pool("mpi", 2, { enableInterNodeCommunication: true });
  await client.job.add({ id: "mpi", poolInfo: { poolId: "mpi" } });
  await client.task.add("mpi", {
    id: "m",
    commandLine: "/bin/sh -c 'echo $AZ_BATCH_HOST_LIST'",
    multiInstanceSettings: { numberOfInstances: 2, coordinationCommandLine: "/bin/true" },
  });
  assert.equal((await completed("mpi", "m")).executionInfo.exitCode, 0);
  assert.match(await text(await client.file.getFromTask("mpi", "m", "stdout.txt")), /^127\..*,127\./);
  const subtasks = await client.task.listSubtasks("mpi", "m");
  assert.deepEqual(
    subtasks.value.map((each) => [each.id, each.state, each.exitCode]),
    [[1, "completed", 0]],
  );
});

test("a job manager in an auto pool gives its job work with its token, and ends it", async () => {
  const pool = { ...MACHINE, targetDedicatedNodes: 1, taskSlotsPerNode: 4 };
  await client.job.add({
    id: "managed",
    usesTaskDependencies: true,
    poolInfo: { autoPoolSpecification: { poolLifetimeOption: "job", autoPoolIdPrefix: "a", pool } },
    jobManagerTask: {
      id: "lead",
      commandLine: "/bin/sh -c 'echo $AZ_BATCH_AUTHENTICATION_TOKEN; until [ -e go ]; do sleep 0.1; done'",
      authenticationTokenSettings: { access: ["job"] },
      runExclusive: false,
    },
  });
  const poolId = (await client.job.get("managed")).executionInfo.poolId;
  assert.match(poolId, /^a_[0-9A-F-]{36}$/);
  await until("it leads", async () => (await client.task.get("managed", "lead")).state === "running");
  const token = await until("it has its token", async () =>
    (await text(await client.file.getFromTask("managed", "lead", "stdout.txt"))).trim(),
  );
  const own = new azure.BatchServiceClient(
    {
      signRequest: async (request) => {
        request.headers.set("Authorization", `Bearer ${token}`);
        return request;
      },
    },
    AZURE_BATCH_ENDPOINT,
    { noRetryPolicy: true },
  );
  await own.task.add("managed", {
    id: "fails",
    commandLine: "/bin/sh -c 'exit 4'",
    exitConditions: {
      exitCodeRanges: [{ start: 3, end: 5, exitOptions: { dependencyAction: "satisfy" } }],
    },
  });
  await own.task.add("managed", {
    id: "ends",
    commandLine: "/bin/sh -c 'touch ../../lead/wd/go'",
    dependsOn: { taskIds: ["fails"] },
  });
  await refused(403, "InsufficientAccountPermissions", own.pool.list());
  const job = await until("it is completed", async () => {
    const now = await client.job.get("managed");
    return now.state === "completed" && now;
  });
  assert.equal(job.executionInfo.terminateReason, "JMComplete");
  assert.equal((await client.task.get("managed", "ends")).previousState, "running");
  await until("its pool is gone", async () => !(await client.pool.exists(poolId)).body);
});

test("a requeued task has the retries that it has left", async () => {
  await pool("requeued", 1);
  await client.job.add({ id: "requeued", poolInfo: { poolId: "requeued" } });
  await client.task.add("requeued", {
    id: "t",
    commandLine: "/bin/sh -c 'if [ -e tried ]; then sleep 600; fi; touch tried; exit 1'",
    constraints: { maxTaskRetryCount: 1 },
  });
  const execution = async () => (await client.task.get("requeued", "t")).executionInfo;
  await until("it is retried", async () => (await execution()).retryCount === 1);
  await client.job.disable("requeued", "requeue");
  await until("it is off", async () => (await client.job.get("requeued")).state === "disabled");
  const waiting = await execution();
  assert.deepEqual([waiting.retryCount, waiting.requeueCount, waiting.startTime], [1, 1, undefined]);
  await client.job.enable("requeued");
  const failed = await completed("requeued", "t"); // in a fresh directory: the first try fails
  assert.deepEqual([failed.executionInfo.retryCount, failed.executionInfo.exitCode], [1, 1]);
});

test("mistakes fail as on Azure", async () => {
  const id = await refused(400, "InvalidPropertyValue", client.pool.add({ id: "a b", ...MACHINE }));
  assert.equal(value(id, "PropertyName"), "id");
  await refused(404, "JobNotFound", client.task.list("none"));
  await client.job.add({ id: "mistakes", poolInfo: { poolId: "of-no-one" } });
  const large = [{ id: "large", commandLine: "x".repeat(1_100_000) }];
  const size = await refused(
    413,
    "RequestBodyTooLarge",
    client.task.addCollection("mistakes", large),
  );
  assert.equal(value(size, "MaxLimit"), "1048576");
  await refused(
    400,
    "TaskDependenciesNotSpecifiedOnJob",
    client.task.add("mistakes", { id: "t", commandLine: "x", dependsOn: { taskIds: ["a"] } }),
  );
  const filter = client.pool.list({ poolListOptions: { filter: "colour eq 'red'" } });
  await refused(400, "InvalidQueryParameterValue", filter);
  await refused(403, "AuthenticationFailed", clientWithKey("d3Jvbmc=").pool.list());
  await refused(404, "ApplicationNotFound", client.application.get("none"));
  assert.deepEqual([...(await client.certificate.list())], []);
  await refused(404, "CertificateNotFound", client.certificate.get("sha1", "ab"));
  assert.ok((await client.account.listSupportedImages()).length > 0);
});
