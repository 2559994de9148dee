// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import dev.fencepost.spi.error.InvalidRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Cluster membership in PostgreSQL. */
final class PostgresClusterMembershipStore implements ClusterMembershipStore {

  private static final int LONGEST_ROLE = 63;
  private static final int LONGEST_ADDRESS = 1_000;
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  private final Stores stores;
  private final ClusterStatements statements;
  private final Operation heartbeat;
  private final Operation list;
  private final Operation leave;
  private final Operation prune;

  PostgresClusterMembershipStore(Stores stores, ClusterStatements statements) {
    this.stores = stores;
    this.statements = statements;
    this.heartbeat = stores.operation("clusterMembership.heartbeat");
    this.list = stores.operation("clusterMembership.list");
    this.leave = stores.operation("clusterMembership.leave");
    this.prune = stores.operation("clusterMembership.prune");
  }

  @Override
  public ClusterMember heartbeat(Heartbeat sign) {
    stores.requests().requireText("role", sign.role(), 1, LONGEST_ROLE);
    stores.requests().requireText("rpcAddress", sign.rpcAddress(), 0, LONGEST_ADDRESS);
    return stores
        .runner()
        .write(
            heartbeat,
            Write.repeatable(
                session ->
                    session.one(
                        statements.heartbeat,
                        bind ->
                            bind.uuid("host_id", sign.hostId())
                                .text("role", sign.role())
                                .text("rpc_address", sign.rpcAddress())
                                .bigint("time_to_live_micros", micros(sign.timeToLive())),
                        row -> member(sign.hostId(), sign.role(), sign.rpcAddress(), row))));
  }

  @Override
  public Page<ClusterMember> list(MemberFilter filter, PageRequest page) {
    filter.role().ifPresent(role -> stores.requests().requireStorable("role", role));
    filter
        .rpcAddress()
        .ifPresent(address -> stores.requests().requireStorable("rpcAddress", address));
    PageTokens tokens = new PageTokens("cluster members", filter);
    UUID after =
        page.token()
            .map(token -> tokens.read(token, key -> UUID.fromString(key.getFirst())))
            .orElse(FIRST);
    List<ClusterMember> members =
        stores
            .runner()
            .read(
                list,
                session ->
                    session.all(
                        statements.listMembers,
                        bind ->
                            bind.uuid("after_host_id", after)
                                .uuid("first_host_id", filter.hostId().orElse(FIRST))
                                .uuid("last_host_id", filter.hostId().orElse(LAST))
                                .text("role", filter.role().orElse(""))
                                .text("rpc_address", filter.rpcAddress().orElse(""))
                                .bigint(
                                    "within_micros",
                                    micros(filter.heartbeatWithin().orElse(LONGEST)))
                                .time(
                                    "session_started_from",
                                    filter.sessionStartedFromInclusive().orElse(Instant.MIN))
                                .integer("limit", Keyset.limit(page)),
                        row ->
                            member(
                                Columns.uuid(row, "host_id"),
                                row.getString("role"),
                                row.getString("rpc_address"),
                                row)));
    return Keyset.page(members, page, last -> tokens.write(last.hostId()));
  }

  @Override
  public void leave(UUID hostId) {
    stores
        .runner()
        .write(
            leave,
            Write.repeatable(
                session -> {
                  session.execute(statements.leave, bind -> bind.uuid("host_id", hostId));
                  return hostId;
                }));
  }

  @Override
  public int prune(int limit) {
    if (limit < 1) {
      throw new InvalidRequest("limit is at least 1", Map.of("field", "limit", "actual", limit));
    }
    return stores
        .runner()
        .write(
            prune,
            Write.repeatable(
                session ->
                    session.write(
                        statements.prune,
                        bind -> bind.integer("limit", limit),
                        (row, changed) -> changed.rows("deleted"))));
  }

  private static long micros(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return TimeUnit.NANOSECONDS.toMicros(bounded.toNanosPart())
        + TimeUnit.SECONDS.toMicros(bounded.toSeconds());
  }

  private static ClusterMember member(UUID hostId, String role, String rpcAddress, ResultSet row)
      throws SQLException {
    return new ClusterMember(
        hostId,
        role,
        rpcAddress,
        Times.read(row, "session_start"),
        Times.read(row, "last_heartbeat"),
        Times.read(row, "expiry"));
  }
}
