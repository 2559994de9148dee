// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A database of this process's own can't be used; the message is one line with what to do about it.
 */
public final class EmbeddedDatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A failure without anything that led to it. */
  public EmbeddedDatabaseFailure(String message) {
    super(message);
  }

  /** A failure and what led to it. */
  public EmbeddedDatabaseFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
