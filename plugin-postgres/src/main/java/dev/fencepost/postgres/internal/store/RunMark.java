// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run's row tells about a write whose outcome was unknown.
 *
 * @param rangeId the shard's present token
 * @param insertedBy the request that created the run
 * @param lastWrittenBy the request that wrote it last
 * @param recordVersion its record version, empty if there is no such run
 */
record RunMark(
    long rangeId,
    Optional<UUID> insertedBy,
    Optional<UUID> lastWrittenBy,
    OptionalLong recordVersion) {

  static Optional<RunMark> read(Session session, Sql sql, ShardFence fence, WorkflowKey key)
      throws SQLException {
    return session.first(
        sql,
        bind ->
            bind.integer("shard_id", fence.shardId())
                .uuid("namespace_id", key.namespaceId())
                .text("workflow_id", key.workflowId())
                .uuid("run_id", key.runId()),
        RunMark::read);
  }

  private static RunMark read(ResultSet row) throws SQLException {
    @Nullable UUID inserted = row.getObject("insert_request_id", UUID.class);
    @Nullable UUID last = row.getObject("last_request_id", UUID.class);
    long version = row.getLong("db_record_version");
    return new RunMark(
        row.getLong("range_id"),
        Optional.ofNullable(inserted),
        Optional.ofNullable(last),
        inserted == null ? OptionalLong.empty() : OptionalLong.of(version));
  }

  /** Whether the run was created by a request. */
  <T> Outcome<T> creation(ShardFence fence, UUID requestId, T value) {
    return Outcome.of(
        insertedBy.filter(requestId::equals).isPresent(), rangeId == fence.rangeId(), value);
  }

  /**
   * Whether the run was changed by a request. Record versions only grow and only by one, so that
   * the two a change leads from and to decide, whoever owns the shard by now.
   */
  <T> Outcome<T> change(ShardFence fence, UUID requestId, long expectedVersion, T value) {
    if (lastWrittenBy.filter(requestId::equals).isPresent()) {
      return new Outcome.Committed<>(value);
    }
    if (recordVersion.isPresent()) {
      return recordVersion.getAsLong() <= expectedVersion + 1
          ? new Outcome.NotCommitted<>()
          : new Outcome.Undecided<>();
    }
    return Outcome.of(false, rangeId == fence.rangeId(), value);
  }

  /** Whether the run is gone, which is all that a deletion is for. */
  <T> Outcome<T> deletion(T value) {
    return recordVersion.isPresent()
        ? new Outcome.NotCommitted<>()
        : new Outcome.Committed<>(value);
  }
}
