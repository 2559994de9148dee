// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/**
 * A statement about to be executed.
 *
 * @param processId the session, as {@code pg_backend_pid()} tells it to its client
 * @param applicationName what the client calls itself, or nothing
 * @param sql the statement
 */
public record StatementBoundary(int processId, String applicationName, String sql) {}
