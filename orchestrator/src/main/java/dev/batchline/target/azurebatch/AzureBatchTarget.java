package dev.batchline.target.azurebatch;

import dev.batchline.base.Timeline;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Observation;
import dev.batchline.target.RunSetup;
import dev.batchline.target.Submission;
import dev.batchline.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes on a pool of Azure Batch; it can't tell an emulator from the service. */
public final class AzureBatchTarget implements Target {

  private final AzureBatchSettings settings;
  private final Timeline timeline;

  /** The account is not called before {@link #prepare}. */
  public AzureBatchTarget(AzureBatchSettings settings, Timeline timeline) {
    this.settings = settings;
    this.timeline = timeline;
  }

  @Override
  public String kind() {
    return "azurebatch";
  }

  @Override
  public Map<String, String> prepare(RunSetup setup) {
    throw notYet();
  }

  @Override
  public Submission submit(List<Attempt> attempts) {
    throw notYet();
  }

  @Override
  public Observation observe(Instant since) {
    throw notYet();
  }

  @Override
  public List<AttemptId> known(List<AttemptId> attempts) {
    throw notYet();
  }

  @Override
  public Optional<String> tail(AttemptId attempt, String file, int bytes) {
    throw notYet();
  }

  @Override
  public void end(AttemptId attempt) {
    throw notYet();
  }

  @Override
  public void finish(String reason) {
    throw notYet();
  }

  @Override
  public void close() {}

  private UnsupportedOperationException notYet() {
    return new UnsupportedOperationException(settings.account() + " " + timeline.now());
  }
}
