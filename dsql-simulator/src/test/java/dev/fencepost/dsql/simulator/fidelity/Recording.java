// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import java.util.List;
import java.util.Optional;

/**
 * Statements and what the service answered them.
 *
 * @param id its name
 * @param setup statements that are executed before, each by itself
 * @param steps the statements, in the order they were sent
 */
record Recording(String id, List<String> setup, List<Step> steps) {

  /**
   * One text that was sent.
   *
   * @param session the session, from 0
   * @param protocol how it was sent
   * @param sql the text
   * @param expected what was answered
   */
  record Step(int session, Protocol protocol, String sql, Expected expected) {}

  enum Protocol {
    SIMPLE,
    EXTENDED
  }

  /**
   * What was answered, as far as it is known.
   *
   * @param ok whether it succeeded
   * @param sqlState the SQLSTATE
   * @param message the message
   * @param results what each statement of the text was answered; one for the extended protocol
   */
  record Expected(
      boolean ok, Optional<String> sqlState, Optional<String> message, List<Result> results) {}

  /**
   * What one statement was answered.
   *
   * @param tag the command tag
   * @param columns the names of the columns
   * @param rows the rows
   * @param count the count in the command tag
   */
  record Result(
      Optional<String> tag,
      Optional<List<String>> columns,
      Optional<List<List<String>>> rows,
      Optional<Integer> count) {}
}
