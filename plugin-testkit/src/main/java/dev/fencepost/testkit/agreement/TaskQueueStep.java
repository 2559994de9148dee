// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on two task queues.
 *
 * @param operation what to call
 * @param queue which of two
 * @param first the first task id or bound
 * @param length how many tasks, how far the range goes, or the limit
 * @param fenceOffset how far the range id of the call is from the actual one
 */
record TaskQueueStep(Operation operation, int queue, int first, int length, int fenceOffset) {

  enum Operation {
    CREATE,
    ACQUIRE,
    ADD_TASKS,
    UPDATE_STATE,
    COMPLETE_TASKS,
    READ_TASKS,
    DELETE
  }
}
