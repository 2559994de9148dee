// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

/**
 * The engine can't run. The message is one line that says what is wrong and what to do; it is meant
 * to be shown as it is.
 */
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EngineFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
