// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

/** The meters of matching. Those per kind have the tag {@code type}: workflow or activity. */
enum MatchingMetric {
  /**
   * Counter: tasks added. Tag {@code outcome}: {@code sync} when a poller had it at once, {@code
   * backlog} when it was stored, {@code sticky_unavailable} or {@code failed}. The ratio of {@code
   * sync} to all is the sync match ratio.
   */
  TASKS_ADDED("fencepost.matching.tasks.added"),
  /**
   * Counter: tasks handed to a poll. Tag {@code outcome}: {@code started}, {@code obsolete} when
   * nobody wanted them any more, {@code failed} when they have to be handed out again.
   */
  TASKS_DISPATCHED("fencepost.matching.tasks.dispatched"),
  /** Timer: how long polls took. Tag {@code outcome}: {@code task} or {@code empty}. */
  POLL_LATENCY("fencepost.matching.poll.latency"),
  /** Gauge: polls that wait for a task, or for their turn at one. */
  PARKED_POLLS("fencepost.matching.polls.parked"),
  /** Gauge: tasks stored and not done, about, in the task queues this process owns. */
  BACKLOG("fencepost.matching.backlog"),
  /** Gauge: task queues this process has leased. */
  TASK_QUEUES("fencepost.matching.task.queues"),
  /** Counter: leases lost to another process. */
  LEASES_LOST("fencepost.matching.leases.lost");

  private final String meterName;

  MatchingMetric(String meterName) {
    this.meterName = meterName;
  }

  String meterName() {
    return meterName;
  }
}
