// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import dev.fencepost.spi.schema.AppliedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aurora DSQL: a transaction has room for one DDL statement, there are no locks, and indexes are
 * built in the background. So a migration is a list of steps that can each be done again, under a
 * claim that runs out.
 */
public final class DsqlSchemaDialect extends SchemaDialect {

  private static final Logger LOG = LoggerFactory.getLogger(DsqlSchemaDialect.class);
  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private static final String COLUMNS =
      """
      SELECT 'column ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
             || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      """;

  /** How an index is printed differs from PostgreSQL, so its columns are read one by one. */
  private static final String INDEXES =
      """
      SELECT 'index ' || t.relname || '.' || c.relname || ': '
             || CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
             || CASE WHEN i.indisvalid THEN '' ELSE 'invalid ' END
             || '(' || (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)
                          FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = i.indexrelid AND a.attnum <= i.indnkeyatts) || ')'
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
       WHERE n.nspname = ?
      """;

  private final Duration lifetime;

  /** The dialect. */
  public DsqlSchemaDialect() {
    this(LIFETIME);
  }

  /**
   * The dialect.
   *
   * @param lifetime after how much silence a starter counts as dead
   */
  DsqlSchemaDialect(Duration lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  String folder() {
    return "dsql";
  }

  @Override
  Set<String> madeBeforehand() {
    return Set.of("schema_migrations");
  }

  @Override
  void createSchema(Connection connection, String schemaName) throws SQLException {
    ConflictLoop.make(
        () -> {
          if (exists(connection, schemaName)) {
            return false;
          }
          try (Statement statement = connection.createStatement()) {
            return statement.execute("CREATE SCHEMA " + quoted(schemaName));
          }
        });
  }

  @Override
  <T> T alone(Connection connection, String schemaName, SchemaChange change, Step<T> step)
      throws SQLException {
    MigrationClaim claim = MigrationClaim.take(connection, schemaName, change, lifetime);
    Claimed session = new Claimed(connection, schemaName, claim);
    T result;
    try {
      result = step.run(session);
    } catch (SQLException | RuntimeException | Error failed) {
      giveUp(session, change, failed);
      throw failed;
    }
    if (session.read(new MigrationLog(schemaName)::exists)) {
      claim.release();
    }
    return result;
  }

  private static void giveUp(Claimed session, SchemaChange change, Throwable failed) {
    try {
      if (session.changed) {
        session.claim.abandon(change);
      } else if (session.interrupted().isPresent()) {
        session.claim.abandon(session.interrupted().get());
      } else {
        session.claim.release();
      }
    } catch (SQLException stays) {
      LOG.debug("the claim stays until it runs out", stays);
      failed.addSuppressed(stays);
    }
  }

  @Override
  <T> T look(Connection connection, String schemaName, Look<T> look) throws SQLException {
    while (true) {
      Optional<T> seen = ConflictLoop.run(() -> seen(connection, schemaName, look));
      if (seen.isPresent()) {
        return seen.get();
      }
      ConflictLoop.sleep(POLL);
    }
  }

  /** A look at one snapshot, or nothing while somebody changes the schema. */
  private static <T> Optional<T> seen(Connection connection, String schemaName, Look<T> look)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      Optional<MigrationClaim.Open> open = MigrationClaim.read(connection, schemaName);
      if (open.isPresent() && open.get().live()) {
        return Optional.empty();
      }
      return Optional.of(look.at(new Snapshot(connection, open.map(MigrationClaim.Open::change))));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  List<String> shape(Connection connection, String schemaName) throws SQLException {
    List<String> lines = new ArrayList<>(lines(connection, COLUMNS, schemaName));
    lines.addAll(lines(connection, INDEXES, schemaName));
    return lines;
  }

  private record Snapshot(Connection connection, Optional<SchemaChange> interrupted)
      implements SchemaView {

    @Override
    public <T> T read(Reading<T> reading) throws SQLException {
      return reading.from(connection);
    }
  }

  /** Steps under a claim, each a transaction of its own. */
  private static final class Claimed implements SchemaSession {

    private final Connection connection;
    private final String schemaName;
    private final MigrationClaim claim;
    private boolean changed;

    private Claimed(Connection connection, String schemaName, MigrationClaim claim) {
      this.connection = connection;
      this.schemaName = schemaName;
      this.claim = claim;
    }

    @Override
    public <T> T read(Reading<T> reading) throws SQLException {
      return ConflictLoop.run(() -> reading.from(connection));
    }

    @Override
    public Optional<SchemaChange> interrupted() {
      return claim.interrupted();
    }

    @Override
    public void execute(String text) throws SQLException {
      claim.keep();
      changed = true;
      if (AsyncIndex.isMadeBy(text)) {
        new AsyncIndex(connection, claim, schemaName, text).build();
      } else {
        ConflictLoop.make(
            () -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute(text);
              }
            });
      }
    }

    @Override
    public AppliedMigration add(Migration migration) throws SQLException {
      MigrationLog log = new MigrationLog(schemaName);
      return ConflictLoop.run(
          () -> {
            connection.setAutoCommit(false);
            try {
              claim.renew();
              AppliedMigration added = log.add(connection, migration);
              connection.commit();
              return added;
            } catch (SQLException failed) {
              connection.rollback();
              throw failed;
            } finally {
              connection.setAutoCommit(true);
            }
          });
    }
  }
}
