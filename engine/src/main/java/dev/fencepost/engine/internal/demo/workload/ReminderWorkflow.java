// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** Timers: reminds every two seconds while it waits. */
@WorkflowInterface
public interface ReminderWorkflow extends Gated {

  /** Sleeps, reminds until told to go on, sleeps again. */
  @WorkflowMethod(name = "Reminder")
  String run(int number);

  /** How it is done. */
  final class Run implements ReminderWorkflow {

    private static final int MOST_REMINDERS = 500;

    private final StepActivities steps = StepActivities.stub();
    private final Gate gate = new Gate();

    @Override
    public String run(int number) {
      Workflow.sleep(Duration.ofMillis(100L + number % 7 * 50L));
      int reminders = 0;
      gate.enter("reminding");
      while (!Workflow.await(Duration.ofSeconds(2), gate::isOpen)) {
        if (reminders < MOST_REMINDERS) {
          steps.step("remind-" + reminders, number, 0);
          reminders++;
        }
      }
      Workflow.sleep(Duration.ofMillis(200));
      return steps.step("done", number, 0);
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
