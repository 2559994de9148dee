// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

/**
 * A queue of history tasks of a shard.
 *
 * <p>A category has tasks of one kind only. Its number is stored; those below are Temporal's,
 * others may be added by an engine.
 *
 * @param id the number stored, at least 1
 */
public record TaskCategory(int id) {

  /** Work that moves executions on at once. */
  public static final TaskCategory TRANSFER = new TaskCategory(1);

  /** Timers. */
  public static final TaskCategory TIMER = new TaskCategory(2);

  /** Changes of the visibility store. */
  public static final TaskCategory VISIBILITY = new TaskCategory(4);

  /** Checks the range. */
  public TaskCategory {
    if (id < 1) {
      throw new IllegalArgumentException("a category's id is at least 1, not " + id);
    }
  }
}
