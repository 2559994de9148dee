// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.probe;

import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.transaction.ErrorClass;
import dev.fencepost.postgres.internal.transaction.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries whether FOR KEY SHARE is a fence: one session locks the row of a fence that nobody uses,
 * another one takes that fence over and commits, and then the first COMMIT must fail.
 */
public final class KeyShareProbe {

  private static final Logger LOG = LoggerFactory.getLogger(KeyShareProbe.class);
  private static final String SCHEMA_CONFLICT = "OC001";
  private static final int SECONDS = 5;

  private final ProbeStatements statements;
  private final Connections connections;

  /** A probe of the cluster behind the connections. */
  public KeyShareProbe(String schemaName, Connections connections) {
    this.statements = new ProbeStatements(schemaName);
    this.connections = connections;
  }

  /** Whether FOR KEY SHARE holds; that it could not be tried out means that it does not. */
  public boolean holds() {
    int shard = -1 - ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    try (Connection writer = connections.open();
        Connection taker = connections.open()) {
      try {
        execute(taker, statements.insert, shard, 1);
        return staleWriterFails(writer, taker, shard);
      } finally {
        execute(taker, statements.delete, shard, 0);
      }
    } catch (SQLException failed) {
      LOG.warn("can't try out FOR KEY SHARE as a fence: {}", failed.getMessage());
      return false;
    }
  }

  private boolean staleWriterFails(Connection writer, Connection taker, int shard)
      throws SQLException {
    writer.setAutoCommit(false);
    try {
      execute(writer, statements.share, shard, 0);
      takeOver(taker, shard);
      return commitFails(writer);
    } finally {
      writer.rollback();
    }
  }

  /** A conflict with a change of the schema says nothing about the lock. */
  private static boolean commitFails(Connection writer) throws SQLException {
    try {
      writer.commit();
      LOG.warn("a write that held its fence FOR KEY SHARE committed after a take-over");
      return false;
    } catch (SQLException failed) {
      LOG.debug("FOR KEY SHARE against a take-over: {}", failed.getMessage());
      return SqlErrors.classify(failed) == ErrorClass.CONFLICT
          && !String.valueOf(failed.getMessage()).contains(SCHEMA_CONFLICT);
    }
  }

  /** Commits before the writer does. Where it would wait for the writer, it gives up. */
  private void takeOver(Connection taker, int shard) throws SQLException {
    taker.setAutoCommit(false);
    try {
      execute(taker, statements.delete, shard, 0);
      execute(taker, statements.insert, shard, 2);
      taker.commit();
    } catch (SQLException failed) {
      taker.rollback();
      throw failed;
    } finally {
      taker.setAutoCommit(true);
    }
  }

  private static void execute(Connection connection, Sql sql, int shard, long rangeId)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      statement.setQueryTimeout(SECONDS);
      Binder binder = new Binder(sql, statement).integer("shard_id", shard);
      if (binder.takes("range_id")) {
        binder.bigint("range_id", rangeId);
      }
      statement.execute();
    }
  }
}
