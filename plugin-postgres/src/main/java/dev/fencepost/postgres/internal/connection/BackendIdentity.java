// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import java.time.OffsetDateTime;

/**
 * The server process behind a connection. Process ids are used again, the start tells them apart.
 *
 * @param processId its process id
 * @param startedAt when it started, by the server's clock
 */
public record BackendIdentity(int processId, OffsetDateTime startedAt) {}
