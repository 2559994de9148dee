// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.probe;

import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.transaction.ErrorClass;
import dev.fencepost.postgres.internal.transaction.SqlErrors;
import dev.fencepost.spi.error.Unavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries whether the cluster takes a write that is one statement. */
public final class FoldedWriteProbe {

  private static final Logger LOG = LoggerFactory.getLogger(FoldedWriteProbe.class);
  private static final int ATTEMPTS = 5;
  private static final int NO_SHARD = -1;

  private final ProbeStatements statements;
  private final Connections connections;

  /** A probe of the cluster behind the connections. */
  public FoldedWriteProbe(String schemaName, Connections connections) {
    this.statements = new ProbeStatements(schemaName);
    this.connections = connections;
  }

  /**
   * Whether the cluster takes it.
   *
   * @throws Unavailable if it can't be found out
   */
  public boolean isAccepted() {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = connections.open();
          PreparedStatement statement = connection.prepareStatement(statements.folded.text())) {
        new Binder(statements.folded, statement)
            .integer("shard_id", NO_SHARD)
            .uuid("attempt_id", new UUID(0, 0));
        statement.execute();
        return true;
      } catch (SQLException failed) {
        if (SqlErrors.classify(failed) == ErrorClass.REFUSED) {
          LOG.info("writes are sent as sequences: {}", failed.getMessage());
          return false;
        }
        if (attempt == ATTEMPTS) {
          throw new Unavailable(
              "the cluster can't be tried out",
              Map.of("reason", String.valueOf(failed.getMessage())),
              failed);
        }
      }
    }
  }
}
