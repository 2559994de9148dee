// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import java.util.List;
import java.util.Optional;

/**
 * What a statement was answered.
 *
 * @param tag the command tag, if it succeeded
 * @param columns the names of the columns; empty if there are no rows to come
 * @param rows the rows, each value as the recordings write it
 * @param sqlState the SQLSTATE, if it failed
 * @param message the message, if it failed
 */
record Outcome(
    Optional<String> tag,
    List<String> columns,
    List<List<Value>> rows,
    Optional<String> sqlState,
    Optional<String> message) {

  /**
   * A value in its text form.
   *
   * @param text the text; {@code NULL} for no value
   * @param type the type's object id
   */
  record Value(String text, int type) {}

  boolean failed() {
    return sqlState.isPresent();
  }
}
