// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.strategy.FenceRows;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.shard.UpdateShardState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Shards in PostgreSQL. */
final class PostgresShardStore implements ShardStore {

  private static final int LONGEST_OWNER = 255;

  private final Stores stores;
  private final TakeOver takeOver;
  private final ShardStatements statements;
  private final FenceRows fenceRows;
  private final Operation openOrCreate;
  private final Operation read;
  private final Operation acquire;
  private final Operation updateState;

  PostgresShardStore(Stores stores, TakeOver takeOver, SqlRenderer renderer) {
    this.stores = stores;
    this.takeOver = takeOver;
    this.statements = new ShardStatements(stores.strategy(), renderer);
    this.fenceRows = stores.strategy().fenceRows(renderer);
    this.openOrCreate = stores.operation("shards.openOrCreate");
    this.read = stores.operation("shards.read");
    this.acquire = stores.operation("shards.acquire");
    this.updateState = stores.operation("shards.updateState");
  }

  @Override
  public Shard openOrCreate(CreateShard request) {
    stores.requests().requireBlob(request.initialState());
    return stores
        .runner()
        .write(
            openOrCreate,
            Write.repeatable(
                session -> {
                  Optional<Shard> existing = find(session, request.shardId());
                  if (existing.isPresent()) {
                    return existing.get();
                  }
                  create(session, request);
                  return find(session, request.shardId()).orElseThrow(ConcurrentCreation::new);
                }));
  }

  @Override
  public Shard read(int shardId) {
    return stores
        .runner()
        .read(read, session -> find(session, shardId))
        .orElseThrow(() -> notFound(shardId));
  }

  @Override
  public Shard acquire(AcquireShard request) {
    stores.requests().requireText("owner", request.owner(), 0, LONGEST_OWNER);
    return takeOver.run(
        acquire,
        Write.repeatable(session -> announce(session, request.expected())),
        watch -> new Acquisition(request, watch));
  }

  @Override
  public void updateState(UpdateShardState request) {
    stores.requests().requireBlob(request.state());
    stores.runner().write(updateState, new StateUpdate(request));
  }

  private void create(Session session, CreateShard request) throws SQLException {
    fenceRows.begin(session);
    int created =
        session.write(
            statements.create,
            bind ->
                bind.integer("shard_id", request.shardId()).blob("data", request.initialState()),
            (row, changed) -> changed.rows("created"));
    if (created == 1) {
      fenceRows.create(session, new ShardFence(request.shardId(), 1));
    }
  }

  private Optional<Shard> find(Session session, int shardId) throws SQLException {
    return session.first(
        statements.read, bind -> bind.integer("shard_id", shardId), row -> shard(shardId, row));
  }

  private static Shard shard(int shardId, ResultSet row) throws SQLException {
    return new Shard(
        shardId, row.getLong("range_id"), row.getString("owner"), Columns.blob(row, "data"));
  }

  private static NotFound notFound(int shardId) {
    return new NotFound("no such shard", Map.of("shardId", shardId));
  }

  /**
   * Announces the token after the expected one. That nothing could be announced is conclusive:
   * range ids only grow, so that a plain read which shows another one can't become wrong.
   */
  private ShardFence announce(Session session, ShardFence expected) throws SQLException {
    Optional<Long> announced =
        session.first(
            statements.announce,
            bind ->
                bind.integer("shard_id", expected.shardId()).bigint("range_id", expected.rangeId()),
            row -> row.getLong("range_id"));
    if (announced.isEmpty()) {
      Shard actual =
          find(session, expected.shardId()).orElseThrow(() -> notFound(expected.shardId()));
      if (actual.rangeId() != expected.rangeId()) {
        throw new OwnershipLost(expected, OptionalLong.of(actual.rangeId()));
      }
    }
    return expected;
  }

  /**
   * The state is read after the lock is held, by a statement of its own: an earlier snapshot lies.
   */
  private final class Acquisition implements Write<Shard> {

    private final AcquireShard request;
    private final ShardFence expected;
    private final LockWatch watch;

    Acquisition(AcquireShard request, LockWatch watch) {
      this.request = request;
      this.expected = request.expected();
      this.watch = watch;
    }

    @Override
    public Commit commit() {
      return Commit.AT_END;
    }

    @Override
    public Shard attempt(Session session) throws SQLException {
      long actual = watch.during(session, () -> lock(session));
      if (actual != expected.rangeId()) {
        throw new OwnershipLost(expected, OptionalLong.of(actual));
      }
      Shard acquired = find(session, expected.shardId()).orElseThrow();
      fenceRows.replace(session, acquired.fence());
      return acquired;
    }

    private long lock(Session session) throws SQLException {
      OptionalLong actual =
          session.write(
              statements.acquire,
              bind ->
                  bind.integer("shard_id", expected.shardId())
                      .bigint("range_id", expected.rangeId())
                      .text("owner", request.owner())
                      .uuid("request_id", request.requestId()),
              (row, changed) -> Columns.optionalLong(row, "range_id"));
      return actual.orElseThrow(() -> notFound(expected.shardId()));
    }

    @Override
    public Outcome<Shard> outcome(Session session) throws SQLException {
      Optional<Shard> acquired =
          session.first(
              statements.acquired,
              bind ->
                  bind.integer("shard_id", expected.shardId())
                      .uuid("request_id", request.requestId()),
              row -> shard(expected.shardId(), row));
      if (acquired.isPresent()) {
        return new Outcome.Committed<>(acquired.get());
      }
      return find(session, expected.shardId())
          .filter(actual -> actual.rangeId() > expected.rangeId() + 1)
          .<Outcome<Shard>>map(actual -> new Outcome.Undecided<>())
          .orElseGet(Outcome.NotCommitted::new);
    }
  }

  private final class StateUpdate implements Write<ShardFence> {

    private final UpdateShardState request;

    StateUpdate(UpdateShardState request) {
      this.request = request;
    }

    @Override
    public Optional<Fence> fence() {
      return Optional.of(request.fence());
    }

    @Override
    public ShardFence attempt(Session session) throws SQLException {
      return session.write(
          statements.updateState,
          bind ->
              bind.integer("shard_id", request.fence().shardId())
                  .bigint("range_id", request.fence().rangeId())
                  .blob("data", request.state())
                  .uuid("request_id", request.requestId()),
          (row, changed) -> {
            FenceSql.require(request.fence(), row);
            return request.fence();
          });
    }

    @Override
    public Outcome<ShardFence> outcome(Session session) throws SQLException {
      return session
          .first(
              statements.stateWritten,
              bind ->
                  bind.integer("shard_id", request.fence().shardId())
                      .uuid("request_id", request.requestId()),
              row ->
                  Outcome.of(
                      row.getBoolean("written"),
                      row.getLong("range_id") == request.fence().rangeId(),
                      request.fence()))
          .orElseGet(Outcome.NotCommitted::new);
    }
  }
}
