// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

/** The demonstration can't go on; the message is one line. */
public final class DemoFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
