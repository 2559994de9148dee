// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Optional;

/**
 * Why the service refuses a statement.
 *
 * @param sqlState the SQLSTATE
 * @param message the primary message
 */
record Refusal(String sqlState, String message) {

  private static final String FEATURE_NOT_SUPPORTED = "0A000";

  /** A feature the service does not have. */
  static Refusal unsupported(String message) {
    return new Refusal(FEATURE_NOT_SUPPORTED, message);
  }

  /** A statement the service does not have, by the name of its parse node. */
  static Refusal statement(String node) {
    return unsupported("unsupported statement: " + node);
  }

  static Refusal syntaxErrorAt(String word) {
    return new Refusal("42601", "syntax error at or near \"" + word + "\"");
  }

  Statement.Refused of(String text) {
    return new Statement.Refused(text, sqlState, message, Optional.empty(), Optional.empty());
  }
}
