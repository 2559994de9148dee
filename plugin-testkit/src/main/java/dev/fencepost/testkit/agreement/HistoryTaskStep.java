// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on the tasks of one shard.
 *
 * @param operation what to call
 * @param category which of two categories of the operation's kind
 * @param first the first task id, or the first fire time in microseconds
 * @param length how many tasks or how far the range goes
 * @param fenceOffset how far the range id of the call is from the actual one
 */
record HistoryTaskStep(Operation operation, int category, int first, int length, int fenceOffset) {

  enum Operation {
    ADD_IMMEDIATE,
    ADD_SCHEDULED,
    READ_IMMEDIATE,
    READ_SCHEDULED,
    COMPLETE_TASKS,
    COMPLETE_IMMEDIATE,
    COMPLETE_SCHEDULED,
    TAKE_OVER
  }
}
