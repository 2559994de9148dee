// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.Operation;
import java.util.function.Function;

/**
 * What the stores need to know of the database they run on.
 *
 * @param name the name of the plugin, which is also the tag of its meters
 * @param schema the schema of the tables
 * @param maximumBlobBytes the largest blob that is stored
 * @param maximumKeyBytes the longest text that may be part of a key, in bytes of UTF-8
 * @param strategy how writes are kept safe
 * @param watches starts the watch over the sessions of a take-over
 */
public record StoreBackend(
    String name,
    String schema,
    int maximumBlobBytes,
    int maximumKeyBytes,
    LockStrategy strategy,
    Function<Operation, LockWatch> watches) {}
