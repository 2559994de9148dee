// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.TaskQueueTask;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A task on its way into the task queue, offered to the pollers before it is stored. */
record Offer(TaskQueueTask task, String requestId, CompletableFuture<Result> result)
    implements DispatchableTask {

  /** What became of an offer. */
  enum Result {
    /** A poller has it, or it turned out that nobody wants it any more. */
    DONE,
    /** It has to be stored. */
    NOT_TAKEN
  }

  static Offer of(TaskQueueTask task) {
    return new Offer(task, UUID.randomUUID().toString(), new CompletableFuture<>());
  }
}
