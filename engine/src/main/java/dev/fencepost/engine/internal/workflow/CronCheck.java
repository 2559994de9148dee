// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.WorkflowTaskFailedCause;

/**
 * Checks the cron schedules of commands.
 *
 * @param cause the cause a task with a bad one fails with
 */
record CronCheck(WorkflowTaskFailedCause cause) {

  void require(String schedule) {
    if (schedule.isEmpty()) {
      return;
    }
    try {
      CronSchedule.parse(schedule);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(cause, "Invalid CronSchedule: " + e.getMessage() + ".");
    }
  }
}
