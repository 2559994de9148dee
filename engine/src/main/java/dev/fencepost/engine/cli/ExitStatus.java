// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

/** What the process exits with. */
public enum ExitStatus {
  /** Done. */
  OK(0),
  /** Something did not work. */
  FAILED(1),
  /** The command line or the configuration is wrong. */
  USAGE(2);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
