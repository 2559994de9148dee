// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

/** How a run stands or how it ended. The codes are Temporal's and are what is stored. */
public enum ExecutionStatus {
  /** Open. */
  RUNNING(1),
  /** Closed: returned a result. */
  COMPLETED(2),
  /** Closed: failed. */
  FAILED(3),
  /** Closed: canceled at its own agreement. */
  CANCELED(4),
  /** Closed: terminated from outside. */
  TERMINATED(5),
  /** Closed: continued by a new run. */
  CONTINUED_AS_NEW(6),
  /** Closed: ran out of time. */
  TIMED_OUT(7);

  private final int code;

  ExecutionStatus(int code) {
    this.code = code;
  }

  /** The number stored. */
  public int code() {
    return code;
  }

  /**
   * The status of a stored number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ExecutionStatus ofCode(int code) {
    for (ExecutionStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no execution status has the code " + code);
  }
}
