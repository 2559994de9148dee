// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import java.util.Optional;

/** How the completion of a workflow task ended. Either is to be persisted. */
public sealed interface WorkflowTaskOutcome {

  /**
   * The commands were applied.
   *
   * @param next a workflow task the worker gets with the answer, if it asked for one
   */
  record Completed(Optional<StartedWorkflowTask> next) implements WorkflowTaskOutcome {

    /** Checks that nothing is missing. */
    public Completed {
      requireNonNull(next, "next is null");
    }
  }

  /**
   * The commands could not be applied; the workflow task failed and is scheduled again, or, if it
   * had failed before, is left to time out (the transition is empty then). The worker is told
   * INVALID_ARGUMENT with this message.
   *
   * @param cause what is wrong
   * @param message the same in words
   */
  record Failed(WorkflowTaskFailedCause cause, String message) implements WorkflowTaskOutcome {

    /** Checks that nothing is missing. */
    public Failed {
      requireNonNull(cause, "cause is null");
      requireNonNull(message, "message is null");
    }
  }

  /**
   * The worker kept the workflow task alive for too long without progress; the task timed out and
   * is scheduled again. The worker is told NOT_FOUND.
   */
  record HeartbeatTimedOut() implements WorkflowTaskOutcome {}
}
