// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.config;

/**
 * The configuration can't be used. The message is one line that names the key, where it stands,
 * what is wrong and what is allowed; it is meant to be shown as it is.
 */
public final class InvalidConfiguration extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with a line for people. */
  public InvalidConfiguration(String message) {
    super(message);
  }

  /** An error with a line for people and what led to it. */
  public InvalidConfiguration(String message, Throwable cause) {
    super(message, cause);
  }
}
