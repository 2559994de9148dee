// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

/** Where a run is in its life. The codes are Temporal's and are what is stored. */
public enum ExecutionState {
  /** Created, its first workflow task not yet scheduled. */
  CREATED(1),
  /** Running. */
  RUNNING(2),
  /** Closed, with one of the closed {@linkplain ExecutionStatus statuses}. */
  COMPLETED(3),
  /** Exists beside the current run without being it. */
  ZOMBIE(4);

  private final int code;

  ExecutionState(int code) {
    this.code = code;
  }

  /** The number stored. */
  public int code() {
    return code;
  }

  /**
   * The state of a stored number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ExecutionState ofCode(int code) {
    for (ExecutionState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no execution state has the code " + code);
  }
}
