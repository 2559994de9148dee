// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import dev.fencepost.engine.internal.demo.workload.Ledger.Effect;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;

/** Activities whose only effect is their line in the ledger. */
public final class LedgerActivities implements StepActivities {

  private final Ledger ledger;

  /** Activities that write to a ledger. */
  public LedgerActivities(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String step(String name, int number, int failures) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    Attempt attempt = new Attempt(effect(info), info.getAttempt());
    if (info.getAttempt() <= failures) {
      ledger.recordFailure(attempt);
      throw ApplicationFailure.newFailure(
          name + " " + number + " fails in its first " + failures + " attempts", "Intended");
    }
    return ledger.recordCompletion(attempt, name + " " + number);
  }

  @Override
  public void decline(int number) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    ledger.recordFailure(new Attempt(effect(info), info.getAttempt()));
    throw ApplicationFailure.newNonRetryableFailure(
        "the card of " + number + " is declined", TripWorkflow.DECLINED);
  }

  private static Effect effect(ActivityInfo info) {
    return new Effect(
        requireNonNull(info.getWorkflowId(), "an activity of the demo belongs to a workflow"),
        requireNonNull(info.getWorkflowRunId(), "an activity of the demo belongs to a run"),
        info.getActivityId());
  }
}
