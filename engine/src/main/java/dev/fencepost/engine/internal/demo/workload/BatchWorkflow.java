// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Continue-as-new: three runs of one workflow id, the second of which waits. */
@WorkflowInterface
public interface BatchWorkflow extends Gated {

  /** How many runs a batch has. */
  int RUNS = 3;

  /** Does one chunk and continues with the next; being told to go on is handed on. */
  @WorkflowMethod(name = "Batch")
  String run(int number, int chunk, boolean proceeding);

  /** How it is done. */
  final class Run implements BatchWorkflow {

    private final StepActivities steps = StepActivities.stub();
    private final Gate gate = new Gate();

    @Override
    public String run(int number, int chunk, boolean proceeding) {
      if (proceeding) {
        gate.open();
      }
      String done = steps.step("chunk-" + chunk, number, 0);
      if (chunk == 1) {
        gate.await();
      }
      if (chunk + 1 < RUNS) {
        Workflow.newContinueAsNewStub(BatchWorkflow.class).run(number, chunk + 1, gate.isOpen());
      }
      return done;
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
