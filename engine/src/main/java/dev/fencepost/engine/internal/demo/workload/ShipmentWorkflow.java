// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A child workflow: the parent waits for its parcel. */
@WorkflowInterface
public interface ShipmentWorkflow extends Gated {

  /** Sends a parcel and reports what the parcel reports. */
  @WorkflowMethod(name = "Shipment")
  String run(int number);

  /** The child. */
  @WorkflowInterface
  interface ParcelWorkflow {

    /** Packs, waits and delivers. */
    @WorkflowMethod(name = "Parcel")
    String run(int number);
  }

  /** How it is done. */
  final class Run implements ShipmentWorkflow {

    private final Gate gate = new Gate();

    @Override
    public String run(int number) {
      ParcelWorkflow parcel =
          Workflow.newChildWorkflowStub(
              ParcelWorkflow.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(Workflow.getInfo().getWorkflowId() + "-parcel")
                  .setWorkflowTaskTimeout(Expected.WORKFLOW_TASK_TIMEOUT)
                  .build());
      gate.enter("waiting for the parcel");
      String delivered = parcel.run(number);
      gate.await();
      return "parcel " + delivered;
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

  /** How the child is done. */
  final class ParcelRun implements ParcelWorkflow {

    private final StepActivities steps = StepActivities.stub();

    @Override
    public String run(int number) {
      String packed = steps.step("pack", number, 0);
      Workflow.sleep(Duration.ofMillis(300));
      return packed + "," + steps.step("deliver", number, 1);
    }
  }
}
