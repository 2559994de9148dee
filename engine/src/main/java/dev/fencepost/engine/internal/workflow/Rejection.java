// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

/**
 * An operation that the run's state doesn't allow. The run has not changed; the operation's session
 * is over.
 */
public final class Rejection extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Rejection(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why an operation was rejected, and the gRPC status it deserves. */
  public enum Reason {
    /** A parameter is missing or out of range: INVALID_ARGUMENT. */
    INVALID_ARGUMENT,
    /** The run has closed: NOT_FOUND. */
    WORKFLOW_COMPLETED,
    /** The workflow task is gone or never was: NOT_FOUND. */
    WORKFLOW_TASK_NOT_FOUND,
    /** Another poll has the workflow task: ALREADY_EXISTS, dropped by matching. */
    WORKFLOW_TASK_ALREADY_STARTED,
    /** The activity or this attempt of it is gone or never was: NOT_FOUND. */
    ACTIVITY_NOT_FOUND,
    /** Another poll has the activity task: ALREADY_EXISTS, dropped by matching. */
    ACTIVITY_ALREADY_STARTED,
    /** The child, signal or cancellation has its result already or never was: NOT_FOUND. */
    INITIATED_EVENT_NOT_FOUND,
    /**
     * The run is about to close and takes no further signals until it has decided:
     * RESOURCE_EXHAUSTED with cause BUSY_WORKFLOW.
     */
    WORKFLOW_CLOSING,
    /** A limit of the run is reached: RESOURCE_EXHAUSTED. */
    LIMIT_EXCEEDED
  }

  /** Why the operation was rejected. */
  public Reason reason() {
    return reason;
  }
}
