// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.schema;

import java.time.Instant;

/**
 * A migration that was run.
 *
 * @param version the version it made, at least 1
 * @param description what it does
 * @param checksum what it was, as lower-case hexadecimal SHA-256
 * @param appliedAt when, by the database's clock
 */
public record AppliedMigration(
    int version, String description, String checksum, Instant appliedAt) {}
