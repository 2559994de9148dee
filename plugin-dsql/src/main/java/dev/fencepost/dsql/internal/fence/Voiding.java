// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static dev.fencepost.dsql.internal.fence.FenceParameters.ATTEMPT_ID;
import static dev.fencepost.dsql.internal.fence.FenceParameters.STRIPE;
import static dev.fencepost.dsql.internal.fence.FenceParameters.bindOwner;
import static dev.fencepost.postgres.internal.strategy.FencedTable.RANGE_ID;
import static dev.fencepost.schema.generated.Tables.VOID_ATTEMPTS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.transaction.ErrorClass;
import dev.fencepost.postgres.internal.transaction.SqlErrors;
import dev.fencepost.spi.fence.Fence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jooq.Field;
import org.jooq.Query;

/** Transactions that declare an attempt void and conflict with it. */
final class Voiding {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final FenceKind kind;
  private final Sql declare;
  private final FenceSet ofShards;
  private final FenceSet ofTaskQueues;

  Voiding(FenceKind kind, String schemaName) {
    SqlRenderer renderer = new SqlRenderer(schemaName);
    this.kind = kind;
    this.declare =
        renderer.render(
            insertInto(VOID_ATTEMPTS, VOID_ATTEMPTS.ATTEMPT_ID, VOID_ATTEMPTS.VOIDED_AT)
                .values(ATTEMPT_ID, currentOffsetDateTime())
                .onConflictDoNothing());
    this.ofShards = FenceSet.of(FenceTable.OF_SHARDS, renderer);
    this.ofTaskQueues = FenceSet.of(FenceTable.OF_TASK_QUEUES, renderer);
  }

  /**
   * Makes sure that an attempt can't commit any more if it has not.
   *
   * @return whether it is sure, which it is not if others were quicker until the deadline
   */
  boolean end(
      Connection connection, UUID attemptId, Optional<Fence> fence, int stripe, long deadlineNanos)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      do {
        if (ended(connection, attemptId, fence, stripe)) {
          return true;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      } while (System.nanoTime() < deadlineNanos);
      return false;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private boolean ended(Connection connection, UUID attemptId, Optional<Fence> fence, int stripe)
      throws SQLException {
    try {
      execute(connection, declare, bind -> bind.uuid("attempt_id", attemptId));
      if (fence.isPresent()) {
        meet(connection, fence.get(), stripe);
      }
      connection.commit();
      return true;
    } catch (SQLException failed) {
      if (SqlErrors.classify(failed) == ErrorClass.UNKNOWN) {
        throw failed;
      }
      connection.rollback();
      return false;
    }
  }

  /** Writes the row that the attempt has in its footprint, so that the two conflict. */
  private void meet(Connection connection, Fence fence, int stripe) throws SQLException {
    FenceSet statements =
        FenceTable.of(fence).equals(FenceTable.OF_SHARDS) ? ofShards : ofTaskQueues;
    switch (kind) {
      case CAS ->
          execute(
              connection,
              statements.count(),
              bind -> bindOwner(bind, fence).integer("stripe", stripe));
      case KEY_SHARE -> {
        OptionalLong token = removeFirst(connection, statements, fence);
        if (token.isPresent()) {
          execute(
              connection,
              statements.insertFirst(),
              bind -> bindOwner(bind, fence).bigint("range_id", token.getAsLong()));
        }
      }
    }
  }

  private static OptionalLong removeFirst(Connection connection, FenceSet statements, Fence fence)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(statements.removeFirst().text())) {
      bindOwner(new Binder(statements.removeFirst(), statement), fence);
      try (ResultSet removed = statement.executeQuery()) {
        return removed.next() ? OptionalLong.of(removed.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private static void execute(Connection connection, Sql sql, Bindings bindings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      bindings.bind(new Binder(sql, statement));
      statement.executeUpdate();
    }
  }

  @FunctionalInterface
  private interface Bindings {
    void bind(Binder binder) throws SQLException;
  }

  /**
   * The statements for one table of fence rows.
   *
   * @param count writes a stripe
   * @param removeFirst deletes stripe 0 and returns its token
   * @param insertFirst inserts stripe 0 with a token
   */
  private record FenceSet(Sql count, Sql removeFirst, Sql insertFirst) {

    static FenceSet of(FenceTable fences, SqlRenderer renderer) {
      return new FenceSet(
          renderer.render(
              update(fences.table())
                  .set(fences.counter(), fences.counter().plus(inline(1L)))
                  .where(fences.isOwner())
                  .and(fences.stripe().eq(STRIPE))),
          renderer.render(
              deleteFrom(fences.table())
                  .where(fences.isOwner())
                  .and(fences.stripe().eq(inline(0)))
                  .returningResult(fences.rangeId())),
          renderer.render(insertFirst(fences)));
    }

    private static Query insertFirst(FenceTable fences) {
      List<Field<?>> columns = new ArrayList<>(fences.key());
      columns.addAll(List.of(fences.stripe(), fences.rangeId(), fences.counter()));
      List<Field<?>> values = new ArrayList<>(fences.keyValues());
      values.addAll(List.of(inline(0), RANGE_ID, inline(0L)));
      return insertInto(fences.table()).columns(columns).select(select(values));
    }
  }
}
