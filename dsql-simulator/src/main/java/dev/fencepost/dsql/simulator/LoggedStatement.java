// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * A statement that was answered.
 *
 * @param processId the session, as {@code pg_backend_pid()} tells it to its client
 * @param applicationName what the client calls itself, or nothing
 * @param sql the client's text
 * @param sqlState the SQLSTATE, if it failed
 * @param answer the command tag, or the message of the error
 * @param took how long it took
 */
public record LoggedStatement(
    int processId,
    String applicationName,
    String sql,
    Optional<String> sqlState,
    String answer,
    Duration took) {

  /** Whether the service does not have what the statement asks for. */
  public boolean refused() {
    return sqlState.filter("0A000"::equals).isPresent();
  }
}
