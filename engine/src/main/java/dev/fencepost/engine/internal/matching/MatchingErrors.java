// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.LimitExceeded;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.error.Unsupported;
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
    Status status =
        switch (failure) {
          case OwnershipLost lost -> moved(key).getStatus();
          case ConditionFailed condition -> moved(key).getStatus();
          case Unavailable unavailable -> stored(Status.UNAVAILABLE, key, failure);
          case OutcomeUnknown unknown -> stored(Status.UNKNOWN, key, failure);
          case LimitExceeded limit -> stored(Status.RESOURCE_EXHAUSTED, key, failure);
          case InvalidRequest invalid -> stored(Status.INVALID_ARGUMENT, key, failure);
          case AlreadyExists exists -> stored(Status.INTERNAL, key, failure);
          case NotFound missing -> stored(Status.INTERNAL, key, failure);
          case Unsupported unsupported -> stored(Status.INTERNAL, key, failure);
          case SchemaMismatch schema -> stored(Status.FAILED_PRECONDITION, key, failure);
        };
    return status.withCause(failure).asRuntimeException();
  }

  private static Status stored(Status status, TaskQueueKey key, PersistenceException failure) {
    return status.withDescription("task queue " + key.name() + ": " + failure.getMessage());
  }
}
