// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

/** An attempt that has surely not committed and may be repeated. Never leaves the runner. */
final class RunAgain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Operation operation;

  RunAgain(Operation operation, Throwable cause) {
    super(cause.getMessage(), cause, false, false);
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }
}
