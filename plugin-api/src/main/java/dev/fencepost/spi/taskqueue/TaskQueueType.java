// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.taskqueue;

/** What a task queue holds. The codes are Temporal's and are what is stored. */
public enum TaskQueueType {
  /** Workflow tasks. */
  WORKFLOW(1),
  /** Activity tasks. */
  ACTIVITY(2);

  private final int code;

  TaskQueueType(int code) {
    this.code = code;
  }

  /** The number stored. */
  public int code() {
    return code;
  }

  /**
   * The type of a stored number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TaskQueueType ofCode(int code) {
    for (TaskQueueType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("no task queue type has the code " + code);
  }
}
