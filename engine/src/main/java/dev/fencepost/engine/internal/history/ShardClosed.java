// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

/**
 * The shard object a call worked with is of no use any more. What the call was about to write has
 * not been written, unless the shard closed because of exactly that write's unknown outcome.
 */
final class ShardClosed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  ShardClosed(int shardId, Reason reason) {
    super("shard " + shardId + " closed: " + reason);
    this.reason = reason;
  }

  /** Why a shard was closed. */
  enum Reason {
    /** Somebody else took it over. */
    LOST,
    /** A write may or may not have happened; taking the shard over anew makes that certain. */
    OUTCOME_UNKNOWN,
    /** Its block of task ids is used up. */
    TASK_IDS_USED_UP,
    /** It belongs to another process now, or this one stops. */
    RELEASED
  }

  Reason reason() {
    return reason;
  }
}
