// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.util.List;
import java.util.Optional;

/**
 * What the PostgreSQL behind has answered to one exchange.
 *
 * @param parsed whether the statement was understood
 * @param description what the statement takes and answers, if it was asked for
 * @param tag the command tag, if the statement succeeded and was not empty
 * @param error the error, if there was one
 * @param reports the texts of the rows reported by the simulator's own functions
 * @param notices other notices and changed parameters, for the client
 */
public record Reply(
    boolean parsed,
    Optional<Description> description,
    Optional<String> tag,
    Optional<ErrorFields> error,
    List<String> reports,
    List<Message> notices) {

  /** Whether the statement failed with a SQLSTATE. */
  public boolean failedWith(String sqlState) {
    return error.filter(fields -> fields.sqlState().equals(sqlState)).isPresent();
  }

  Reply withDescription(Description known) {
    return new Reply(true, Optional.of(known), tag, error, reports, notices);
  }
}
