// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.spi.Persistence;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What all shards of this process share.
 *
 * @param cluster the history service of whichever process owns a shard
 * @param matching the matching service of whichever process owns a task queue
 * @param owner how this process names itself
 */
record Environment(
    Persistence persistence,
    Ownership ownership,
    NamespaceRegistry namespaces,
    HistoryService cluster,
    MatchingService matching,
    EventCache events,
    HistoryMetrics metrics,
    InstantSource clock,
    String owner,
    HistorySettings settings) {

  Instant now() {
    return clock.instant();
  }
}
