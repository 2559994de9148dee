// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities of all workflows. */
@ActivityInterface
public interface StepActivities {

  /**
   * Does something with an effect outside of the workflow.
   *
   * @param name what
   * @param number the workflow's number
   * @param failures how many attempts fail before one succeeds
   * @return what the workflow's result is made of
   */
  @ActivityMethod(name = "Step")
  String step(String name, int number, int failures);

  /** Fails for good. */
  @ActivityMethod(name = "Decline")
  void decline(int number);

  /** How workflows call them: an attempt that is lost with the engine is repeated after 5 s. */
  static StepActivities stub() {
    return Workflow.newActivityStub(
        StepActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(5))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(100))
                    .setMaximumInterval(Duration.ofSeconds(1))
                    .build())
            .build());
  }
}
