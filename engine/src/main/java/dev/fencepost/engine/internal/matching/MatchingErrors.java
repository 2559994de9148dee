// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.internal.rpc.ErrorMapping;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What matching answers when it can't do what was asked. */
final class MatchingErrors {

  private MatchingErrors() {}

  /** This process does not own the task queue; nothing was done. */
  static StatusRuntimeException moved(TaskQueueKey key) {
    return Status.UNAVAILABLE
        .withDescription("task queue moved: " + key.name())
        .asRuntimeException();
  }

  static StatusRuntimeException queryUnknown() {
    return Status.NOT_FOUND
        .withDescription("query not found: it was answered, or nobody waits for it any more")
        .asRuntimeException();
  }

  static StatusRuntimeException queryTimedOut(TaskQueueKey key) {
    return Status.DEADLINE_EXCEEDED
        .withDescription("no worker of task queue " + key.name() + " answered the query in time")
        .asRuntimeException();
  }

  static StatusRuntimeException invalid(String problem) {
    return Status.INVALID_ARGUMENT.withDescription(problem).asRuntimeException();
  }

  /** A failed call of the store, as callers of the task queue see it. */
  static StatusRuntimeException of(TaskQueueKey key, PersistenceException failure) {
    return failure instanceof OwnershipLost || failure instanceof ConditionFailed
        ? moved(key)
        : ErrorMapping.toStatus(failure);
  }
}
