// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

/** The writes an owner makes under a fence. */
public enum FencedOperation {
  /** Starts a workflow that has no run. */
  CREATE,
  /** Changes a run. */
  UPDATE,
  /** Resets a run. */
  CONFLICT_RESOLVE,
  /** Replaces a run. */
  SET,
  /** Adds history tasks on their own. */
  ADD_TASKS,
  /** Adds tasks to a task queue. */
  CREATE_MATCHING_TASKS
}
