// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on the runs of one workflow id. Numbers are relative, so that sequences make sense and
 * shrink: zero is what a well-behaved owner would send.
 *
 * @param operation what to call
 * @param run which of four runs
 * @param otherRun how far from it the other run of the call is, 1 to 3: the previous, the
 *     suppressed or the new one
 * @param withNewRun whether the call brings a new run, where it may
 * @param fenceOffset how far the range id of the call is from the actual one
 * @param versionOffset how far the expected record version is from the actual one
 * @param life what is stored of the run's state
 * @param tasks which tasks the call brings
 */
record ExecutionStep(
    Operation operation,
    int run,
    int otherRun,
    boolean withNewRun,
    int fenceOffset,
    int versionOffset,
    Life life,
    Tasks tasks) {

  enum Operation {
    CREATE_BRAND_NEW,
    UPDATE_CURRENT,
    CREATE_REPLACING,
    CREATE_BYPASSING,
    UPDATE_BYPASSING,
    UPDATE_IGNORING,
    RESOLVE_IN_PLACE,
    RESOLVE_SUPPRESSING,
    RESOLVE_BYPASSING,
    SET,
    DELETE,
    DELETE_CURRENT,
    TAKE_OVER
  }

  enum Life {
    RUNNING,
    CLOSED,
    ZOMBIE
  }

  enum Tasks {
    NEW,
    NONE,
    TAKEN
  }
}
