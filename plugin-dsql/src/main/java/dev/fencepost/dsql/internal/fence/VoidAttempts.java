// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static dev.fencepost.schema.generated.Tables.VOID_ATTEMPTS;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids of attempts that were used up. No attempt lives for a day, so that older ones can go. */
public final class VoidAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(VoidAttempts.class);
  private static final int STEP = 1_000;

  private final Sql prune;

  /** The table in a schema. */
  public VoidAttempts(String schemaName) {
    this.prune =
        new SqlRenderer(schemaName)
            .render(
                deleteFrom(VOID_ATTEMPTS)
                    .where(
                        VOID_ATTEMPTS.ATTEMPT_ID.in(
                            select(VOID_ATTEMPTS.ATTEMPT_ID)
                                .from(VOID_ATTEMPTS)
                                .where(
                                    condition(
                                        "{0} < current_timestamp - interval '1 day'",
                                        VOID_ATTEMPTS.VOIDED_AT))
                                .limit(inline(STEP)))));
  }

  /** Deletes those older than a day; that it can't be done now does no harm. */
  public void prune(Connections connections) {
    try (Connection connection = connections.borrow();
        PreparedStatement statement = connection.prepareStatement(prune.text())) {
      int deleted = STEP;
      while (deleted == STEP) {
        deleted = statement.executeUpdate();
      }
    } catch (SQLException failed) {
      LOG.debug("void attempts were not deleted", failed);
    }
  }
}
