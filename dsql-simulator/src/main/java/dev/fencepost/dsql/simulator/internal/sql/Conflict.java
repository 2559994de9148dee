// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;

/** Writes INSERT ... ON CONFLICT as a query of the rows it would insert or update. */
final class Conflict {

  private final Tokens tokens;
  private final Insert insert;
  private final SnapshotReader reader;
  private final String table;

  Conflict(Tokens tokens, Insert insert, SnapshotReader reader) {
    this.tokens = tokens;
    this.insert = insert;
    this.reader = reader;
    this.table = tokens.slice(insert.table());
  }

  /**
   * The whole query.
   *
   * @param rows a FROM clause of the rows to insert, up to their alias
   * @param returning what is asked for; empty if nothing is
   */
  String render(String rows, String returning) {
    Range clause = insert.conflict();
    int action = tokens.find(clause, "do");
    if (action < 0) {
      throw new SnapshotReader.Unreadable();
    }
    Range target = new Range(clause.from(), action);
    return tokens.is(action + 1, "nothing")
        ? nothing(rows, returning, target)
        : update(rows, returning, target, new Range(action + 2, clause.to()));
  }

  private String nothing(String rows, String returning, Range target) {
    String condition =
        tokens.opens(target.from())
            ? "NOT EXISTS (SELECT FROM "
                + table
                + " AS simulator_old WHERE "
                + match("simulator_old", insert.alias(), target)
                + ")"
            : "NOT simulator.is_duplicate(ROW(" + insert.alias() + ".*)::" + table + ")";
    return "SELECT " + returning + " FROM " + rows + insert.alias() + " WHERE " + condition;
  }

  private String update(String rows, String returning, Range target, Range action) {
    if (!tokens.opens(target.from())) {
      throw new SnapshotReader.Unreadable();
    }
    int where = tokens.find(action, "where");
    Range set = new Range(action.from() + 1, where < 0 ? action.to() : where);
    String alias = insert.alias();
    boolean renamed =
        !alias.equals(tokens.slice(new Range(insert.table().to() - 1, insert.table().to())));
    StringBuilder sql = new StringBuilder("SELECT ").append(returning).append(" FROM (SELECT ");
    sql.append("ROW(excluded.*)::").append(table).append(" AS simulator_new, ");
    sql.append("ROW(").append(alias).append(".*)::").append(table).append(" AS simulator_old, ");
    sql.append(alias).append(".ctid IS NOT NULL AS simulator_exists, ");
    sql.append("CASE WHEN ").append(alias).append(".ctid IS NULL THEN '{}'::jsonb ELSE ");
    sql.append(reader.writtenAssignments(set, table)).append(" END AS simulator_set FROM ");
    sql.append(rows).append("excluded LEFT JOIN ").append(table);
    sql.append(renamed ? " AS " + alias : "")
        .append(" ON ")
        .append(match(alias, "excluded", target));
    if (where >= 0) {
      sql.append(" WHERE ").append(alias).append(".ctid IS NULL OR (");
      sql.append(reader.written(new Range(where + 1, action.to()))).append(")");
    }
    return sql.append(") AS simulator_rows CROSS JOIN LATERAL jsonb_populate_record(")
        .append(
            "CASE WHEN simulator_exists THEN simulator_old ELSE simulator_new END, simulator_set)")
        .append(" AS ")
        .append(alias)
        .toString();
  }

  private String match(String left, String right, Range target) {
    List<String> columns =
        tokens.split(tokens.inside(target.from())).stream().map(tokens::slice).toList();
    return String.join(
        " AND ",
        columns.stream()
            .map(column -> left + "." + column + " = " + right + "." + column)
            .toList());
  }
}
