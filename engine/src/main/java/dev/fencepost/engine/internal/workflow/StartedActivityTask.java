// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.ActivityInfo;
import io.temporal.api.common.v1.WorkflowType;

/**
 * An activity task in a worker's hands. Its input and header are in its scheduled event, which
 * {@code activity} tells where to find.
 *
 * @param activity the activity as it stands
 * @param workflowType the type of its workflow
 */
public record StartedActivityTask(ActivityInfo activity, WorkflowType workflowType) {

  /** Checks that nothing is missing. */
  public StartedActivityTask {
    requireNonNull(activity, "activity is null");
    requireNonNull(workflowType, "workflowType is null");
  }
}
