// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL can't be used; the message is one line with what to do about it. */
public final class EmbeddedDatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseFailure(String message) {
    super(message);
  }

  EmbeddedDatabaseFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
