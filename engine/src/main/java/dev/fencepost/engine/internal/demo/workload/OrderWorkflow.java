// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Activities, some of which fail a few times before they succeed. */
@WorkflowInterface
public interface OrderWorkflow extends Gated {

  /** Reserves, waits, charges and ships. */
  @WorkflowMethod(name = "Order")
  String run(int number);

  /** How it is done. */
  final class Run implements OrderWorkflow {

    private final StepActivities steps = StepActivities.stub();
    private final Gate gate = new Gate();

    @Override
    public String run(int number) {
      String reserved = steps.step("reserve", number, number % 3);
      gate.await();
      String charged = steps.step("charge", number, (number + 1) % 2);
      String shipped = steps.step("ship", number, 0);
      return String.join(",", reserved, charged, shipped);
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
