// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.TaskQueueTask;

/** A task whose execution has to be told that a poller starts it. */
sealed interface DispatchableTask extends Match permits Offer, BacklogTask {

  /** The task. */
  TaskQueueTask task();

  /**
   * Names the attempts to start the task. It belongs to this copy of the task in memory, which one
   * poll at a time holds: after an answer that got lost the next poll gets the same start, and
   * another copy of the task gets none.
   */
  String requestId();
}
