package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.EnvironmentSetting;
import com.microsoft.azure.batch.protocol.models.TaskAddStatus;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Adds attempts to a job in collections, side by side, while the next ones are being written by
 * others than those who send: a connection waits for the service alone.
 *
 * <p>A collection holds at most 100 tasks and a mebibyte. It is no transaction: each task has a
 * result of its own, in any order, and one that Batch could not take for now is offered again. A
 * task that exists is ours only if it carries the same attempt; that settles lost replies too.
 */
final class TaskSubmission {

  /** Collections that are written and wait for a connection, so that none waits for them. */
  private static final int AHEAD = BatchConnection.CONNECTIONS;

  private static final int ROUNDS = 4;
  private static final String ADD = "add tasks";
  private static final Set<Integer> TOO_LARGE_OR_WRONG = Set.of(400, 413);

  /** The job takes nothing more; what an observation says of it matters, and not this call. */
  private static final Set<String> JOB_IS_OVER =
      Set.of("JobCompleted", "JobBeingTerminated", "JobBeingDeleted", "JobNotFound");

  private static final class Request {
    private final AttemptId id;
    private final byte[] json;

    Request(AttemptId id, byte[] json) {
      this.id = id;
      this.json = json;
    }
  }

  private final BatchConnection connection;
  private final String job;
  private final TaskRequest requests;
  private final SubmissionThreads threads;

  /**
   * @param threads that write and send; not closed here
   */
  TaskSubmission(
      BatchConnection connection, String job, TaskRequest requests, SubmissionThreads threads) {
    this.connection = connection;
    this.job = job;
    this.requests = requests;
    this.threads = threads;
  }

  Submission submit(List<Attempt> attempts) {
    Results results = new Results();
    Deque<Future<Results>> underWay = new ArrayDeque<>();
    List<Attempt> collection = new ArrayList<>();
    for (Attempt attempt : attempts) {
      collection.add(attempt);
      if (collection.size() == TaskCollection.LARGEST) {
        send(collection, underWay, results);
        collection = new ArrayList<>();
      }
    }
    send(collection, underWay, results);
    underWay.forEach(sent -> results.include(SubmissionThreads.joined(sent, ADD)));
    return results.submission();
  }

  /** Hands a collection over; waits for the oldest if too many are ready. */
  private void send(List<Attempt> collection, Deque<Future<Results>> underWay, Results results) {
    if (collection.isEmpty()) {
      return;
    }
    underWay.add(
        CompletableFuture.supplyAsync(() -> written(collection), threads.writers())
            .thenApplyAsync(this::added, threads.calls()));
    if (underWay.size() == BatchConnection.CONNECTIONS + AHEAD) {
      results.include(SubmissionThreads.joined(underWay.remove(), ADD));
    }
  }

  private List<Request> written(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> new Request(attempt.id(), requests.of(attempt)))
        .toList();
  }

  /** Makes the call, or more than one where the requests are large. */
  private Results added(List<Request> requests) {
    Results results = new Results();
    List<Request> collection = new ArrayList<>();
    int bytes = 0;
    for (Request request : requests) {
      if (request.json.length > RequestJson.LIMIT) {
        results.refuse(request.id, "RequestBodyTooLarge", tooLarge(request));
        continue;
      }
      if (bytes + request.json.length + 1 > RequestJson.LIMIT) {
        add(collection, results);
        collection.clear();
        bytes = 0;
      }
      collection.add(request);
      bytes += request.json.length + 1;
    }
    add(collection, results);
    return results;
  }

  private static String tooLarge(Request request) {
    return "it takes "
        + request.json.length / 1024
        + " KiB to describe, and Azure Batch takes 1024 in one call: shorten its command, its"
        + " environment or its lists of files";
  }

  private void add(List<Request> collection, Results results) {
    List<Request> left = List.copyOf(collection);
    for (int round = 1; !left.isEmpty() && round <= ROUNDS; round++) {
      if (round > 1) {
        connection.pause(round);
      }
      left = addOnce(left, results);
    }
    left.forEach(request -> results.postponed.add(request.id));
  }

  /** One call, or two halves of it; returns what is to be offered again. */
  private List<Request> addOnce(List<Request> collection, Results results) {
    try {
      List<byte[]> tasks = collection.stream().map(request -> request.json).toList();
      return sort(collection, TaskCollection.add(connection, job, tasks), results);
    } catch (BatchProblem problem) {
      if (TOO_LARGE_OR_WRONG.contains(problem.status())) {
        return divide(collection, problem, results);
      }
      if (problem.throttles() || problem.isOneOf(JOB_IS_OVER)) {
        collection.forEach(request -> results.postponed.add(request.id));
        return List.of();
      }
      throw problem;
    }
  }

  /** Finds the one task for which Batch refuses the whole collection. */
  private List<Request> divide(List<Request> collection, BatchProblem problem, Results results) {
    if (collection.size() == 1) {
      results.refuse(collection.get(0).id, problem.code(), problem.text());
      return List.of();
    }
    int half = collection.size() / 2;
    List<Request> left = new ArrayList<>(addOnce(collection.subList(0, half), results));
    left.addAll(addOnce(collection.subList(half, collection.size()), results));
    return left;
  }

  private List<Request> sort(List<Request> collection, List<TaskAnswer> answers, Results results) {
    Map<String, TaskAnswer> answerOf = new HashMap<>();
    answers.forEach(answer -> answerOf.put(answer.task(), answer));
    List<Request> again = new ArrayList<>();
    Map<String, Request> existing = new HashMap<>();
    for (Request request : collection) {
      TaskAnswer answer = answerOf.get(request.id.value());
      if (answer == null || answer.status() == TaskAddStatus.SERVER_ERROR) {
        again.add(request);
      } else if (answer.status() == TaskAddStatus.SUCCESS) {
        results.accepted.add(request.id);
      } else if (answer.code().equals("TaskExists")) {
        existing.put(request.id.value(), request);
      } else {
        results.refuse(request.id, answer.code(), answer.text());
      }
    }
    again.addAll(settleExisting(existing, results));
    return again;
  }

  /** Looks who the tasks are that exist; returns those that are gone again. */
  private List<Request> settleExisting(Map<String, Request> existing, Results results) {
    Map<String, Request> gone = new HashMap<>(existing);
    for (CloudTask task :
        new TaskList(connection, job).withIds(existing.keySet(), "id,environmentSettings")) {
      Request request = gone.remove(task.id());
      if (request == null) {
        continue;
      }
      if (isSameAttempt(task, request)) {
        results.accepted.add(request.id);
      } else {
        results.refuse(
            request.id, "TaskExists", "another task has this id in the job, and it is not ours");
      }
    }
    return List.copyOf(gone.values());
  }

  private static boolean isSameAttempt(CloudTask task, Request request) {
    List<EnvironmentSetting> variables =
        task.environmentSettings() == null ? List.of() : task.environmentSettings();
    return has(variables, TaskRequest.TASK_ID, request.id.taskId())
        && has(variables, TaskRequest.ATTEMPT, String.valueOf(request.id.number()));
  }

  private static boolean has(List<EnvironmentSetting> variables, String name, String value) {
    return variables.stream()
        .anyMatch(variable -> name.equals(variable.name()) && value.equals(variable.value()));
  }

  private static final class Results {
    private final List<AttemptId> accepted = new ArrayList<>();
    private final List<AttemptEnd> refused = new ArrayList<>();
    private final List<AttemptId> postponed = new ArrayList<>();

    void refuse(AttemptId id, String code, String text) {
      refused.add(
          new AttemptEnd(
              id,
              new Outcome.Failed(
                  FailureKind.REJECTED, OptionalInt.empty(), code, text, Optional.empty())));
    }

    void include(Results others) {
      accepted.addAll(others.accepted);
      refused.addAll(others.refused);
      postponed.addAll(others.postponed);
    }

    Submission submission() {
      return new Submission(accepted, refused, postponed);
    }
  }
}
