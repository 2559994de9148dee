// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.rewriting;

import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.server.EmbeddedServer;
import dev.fencepost.dsql.simulator.internal.sql.Dialect;
import dev.fencepost.dsql.simulator.internal.sql.DialectOptions;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The PostgreSQL behind a simulator, with a few tables. */
final class Behind implements AutoCloseable {

  private static final String SCHEMA =
      """
      CREATE SCHEMA store;
      CREATE TABLE store.shards (
        shard_id int PRIMARY KEY, range_id bigint NOT NULL, counter bigint NOT NULL DEFAULT 0);
      CREATE TABLE store.runs (
        shard_id int, run_id uuid, version bigint NOT NULL, state smallint, data bytea,
        started timestamptz NOT NULL DEFAULT '2020-01-01 00:00:00+00', note varchar(20),
        PRIMARY KEY (shard_id, run_id));
      CREATE TABLE store.tasks (
        shard_id int, task_id bigint, data bytea, PRIMARY KEY (shard_id, task_id));
      CREATE TABLE store.names (id int PRIMARY KEY, name text UNIQUE, hits int NOT NULL DEFAULT 1);
      INSERT INTO store.shards VALUES (1, 5, 0), (2, 7, 3);
      INSERT INTO store.runs VALUES
        (1, '00000000-0000-0000-0000-000000000001', 1, 0, '\\x01', DEFAULT, 'one'),
        (1, '00000000-0000-0000-0000-000000000002', 2, 1, '\\x02', DEFAULT, NULL),
        (2, '00000000-0000-0000-0000-000000000003', 3, 1, NULL, DEFAULT, 'three');
      INSERT INTO store.tasks SELECT 1, n, decode(lpad(n::text, 2, '0'), 'hex')
        FROM generate_series(1, 9) n;
      INSERT INTO store.names VALUES (1, 'ann', 3), (2, 'bob', 4);
      """;

  private final EmbeddedServer server;
  private final Connection connection;
  private final Dialect dialect =
      Dialect.of(new DialectOptions(DialectOptions.DataModifyingCtes.ACCEPTED));

  Behind() throws IOException, SQLException {
    server = EmbeddedServer.start(Optional.empty(), SimulatorLimits.ofService());
    connection = server.connect();
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
    connection.setAutoCommit(false);
  }

  Statement read(String sql) {
    return dialect.read(sql).getFirst();
  }

  /** What a statement answers, row by row, or its count; nothing of it remains. */
  List<String> answer(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      List<String> answer = new ArrayList<>();
      if (!statement.execute(sql)) {
        for (int row = 0; row < statement.getUpdateCount(); row++) {
          answer.add("");
        }
        return answer;
      }
      try (ResultSet rows = statement.getResultSet()) {
        ResultSetMetaData columns = rows.getMetaData();
        if (columns.getColumnCount() > 0) {
          StringJoiner names = new StringJoiner(",");
          for (int column = 1; column <= columns.getColumnCount(); column++) {
            names.add(columns.getColumnLabel(column) + " " + columns.getColumnTypeName(column));
          }
          answer.add(names.toString());
        }
        while (rows.next()) {
          StringJoiner row = new StringJoiner(",");
          for (int column = 1; column <= columns.getColumnCount(); column++) {
            row.add(String.valueOf(rows.getString(column)));
          }
          answer.add(row.toString());
        }
      }
      return answer;
    } finally {
      connection.rollback();
    }
  }

  /** How many rows a statement reports, as locked or as written. */
  int reports(String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
      int reports = 0;
      for (SQLWarning warning = statement.getWarnings();
          warning != null;
          warning = warning.getNextWarning()) {
        reports += "FP001".equals(warning.getSQLState()) ? 1 : 0;
      }
      return reports;
    } finally {
      connection.rollback();
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    server.close();
  }
}
