// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import dev.fencepost.spi.Blob;

/** A task of a shard's owner. */
public sealed interface HistoryTask permits ImmediateTask, ScheduledTask {

  /** The queue it belongs to. */
  TaskCategory category();

  /** Unique within the shard, from the owner's block of task ids. */
  long taskId();

  /** What to do, opaque to the store. */
  Blob payload();
}
