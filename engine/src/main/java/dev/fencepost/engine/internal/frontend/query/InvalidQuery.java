// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

/** A query can't be understood. The message is one line that says where and what is supported. */
public final class InvalidQuery extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidQuery(int position, String problem) {
    super("invalid query at position " + position + ": " + problem);
  }
}
