// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Saga;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A saga: what was booked is canceled when the card is declined, and the workflow fails. */
@WorkflowInterface
public interface TripWorkflow extends Gated {

  /** The type of the failure it ends with. */
  String DECLINED = "CardDeclined";

  /** Books flight and hotel, waits, charges in vain, compensates. */
  @WorkflowMethod(name = "Trip")
  String run(int number);

  /** How it is done. */
  final class Run implements TripWorkflow {

    private final StepActivities steps = StepActivities.stub();
    private final Gate gate = new Gate();

    @Override
    public String run(int number) {
      Saga saga = new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());
      try {
        steps.step("book-flight", number, 0);
        saga.addCompensation(() -> steps.step("cancel-flight", number, 1));
        steps.step("book-hotel", number, 1);
        saga.addCompensation(() -> steps.step("cancel-hotel", number, 0));
        gate.await();
        steps.decline(number);
        return "charged";
      } catch (ActivityFailure declined) {
        gate.enter("compensating");
        saga.compensate();
        throw ApplicationFailure.newFailure("trip " + number + " canceled", DECLINED);
      }
    }

    @Override
    public void proceed() {
      gate.open();
    }

    @Override
    public String stage() {
      return gate.stage();
    }
  }
}
