// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import java.time.Duration;

/**
 * The times and sizes matching works with.
 *
 * @param stickyPollerExpiry a sticky queue nobody polled for this long takes no tasks any more
 * @param idleRelease a task queue nobody used for this long is released
 * @param leaseCheck how often an owner looks whether somebody else has taken its lease
 * @param maintenance how often completed tasks are deleted
 * @param queryAnswer how long a worker may take to answer a query it was given, at least
 * @param readPage how many tasks of a backlog are read at once
 * @param readAhead how many tasks of a backlog are kept in memory for pollers to come
 * @param unfinishedTasks how many tasks of a backlog may be handed out or wait for another attempt
 * @param addBatch how many tasks are added to a backlog in one write, at most
 * @param deleteBatch how many completed tasks are deleted in one write, at most
 */
public record MatchingSettings(
    Duration stickyPollerExpiry,
    Duration idleRelease,
    Duration leaseCheck,
    Duration maintenance,
    Duration queryAnswer,
    int readPage,
    int readAhead,
    int unfinishedTasks,
    int addBatch,
    int deleteBatch) {

  /** Settings for production. */
  public static MatchingSettings defaults() {
    return new MatchingSettings(
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        200,
        400,
        10_000,
        200,
        1_000);
  }
}
