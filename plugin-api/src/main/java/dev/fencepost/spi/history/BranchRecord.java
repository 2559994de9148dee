// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import java.time.Instant;

/**
 * A branch as its tree knows it.
 *
 * @param shardId the shard
 * @param branch the branch
 * @param information what was said of it when it was created
 * @param createdAt when it was first written, by the database's clock
 */
public record BranchRecord(
    int shardId, HistoryBranch branch, String information, Instant createdAt) {}
