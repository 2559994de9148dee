// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a statement as a query that writes and locks nothing and answers what the statement would:
 * as many rows as it would change and, of those, what its RETURNING asks for.
 *
 * <p>A changed row is made of the old one by {@code jsonb_populate_record}, so that its columns
 * have the table's types without a look at the catalog; {@code simulator.default_row} is a row of
 * defaults.
 */
final class SnapshotReader extends LockStripper {

  private static final String OLD = "simulator_old";
  private static final String SET = "simulator_set";
  private static final String SOURCE = "simulator_source";
  private static final String ROWS = "simulator_rows";
  private static final int PAIRS_OF_ONE_CALL = 40;

  SnapshotReader(Tokens tokens) {
    super(tokens);
  }

  /** A statement for which there is no such query. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  protected String common(WithClause.Part part) {
    Range inside = tokens.inside(part.open());
    if (!WithClause.startsChange(tokens, WithClause.read(tokens, inside).main().from())) {
      return super.common(part);
    }
    return tokens.slice(new Range(part.name(), part.as()))
        + " AS MATERIALIZED ("
        + query(inside)
        + ")";
  }

  @Override
  protected String change(Range range) {
    return switch (tokens.at(range.from()).value()) {
      case "insert" -> insert(Insert.read(tokens, range));
      case "update" -> update(Change.read(tokens, range));
      case "delete" -> delete(Change.read(tokens, range));
      default -> throw new Unreadable();
    };
  }

  private String delete(Change change) {
    return change.returning().isEmpty()
        ? counted(change)
        : "SELECT "
            + distinct(change)
            + render(change.returning())
            + " FROM "
            + sources(change)
            + where(change.where());
  }

  /** Rows without columns. */
  private String counted(Change change) {
    String rows = " FROM " + sources(change) + where(change.where());
    return change.from().isEmpty()
        ? "SELECT" + rows
        : "SELECT FROM (SELECT " + distinct(change) + "1" + rows + ") AS " + ROWS;
  }

  private String update(Change change) {
    if (change.returning().isEmpty()) {
      return counted(change);
    }
    Returning returning = new Returning(tokens, change.table(), change.alias(), ROWS);
    String items = returning.render(change.returning(), this::render);
    StringBuilder sql = new StringBuilder("SELECT ").append(items).append(" FROM (SELECT ");
    sql.append(distinct(change));
    sql.append("ROW(").append(change.alias()).append(".*)::").append(tokens.slice(change.table()));
    sql.append(" AS " + OLD + ", ").append(assignments(change.set(), tokens.slice(change.table())));
    sql.append(" AS " + SET);
    returning
        .foreign()
        .forEach((column, name) -> sql.append(", ").append(column).append(" AS ").append(name));
    sql.append(" FROM ").append(sources(change)).append(where(change.where()));
    return sql.append(") AS " + ROWS + " CROSS JOIN LATERAL jsonb_populate_record(")
        .append(ROWS + "." + OLD + ", " + ROWS + "." + SET + ") AS ")
        .append(change.alias())
        .toString();
  }

  /** A row is changed once, however often it is joined. */
  private static String distinct(Change change) {
    return change.from().isEmpty() ? "" : "DISTINCT ON (" + change.alias() + ".ctid) ";
  }

  private String sources(Change change) {
    return render(change.target()) + (change.from().isEmpty() ? "" : ", " + render(change.from()));
  }

  private String where(Range where) {
    return where.isEmpty() ? "" : " WHERE " + render(where);
  }

  /** The new values as one JSON object. */
  private String assignments(Range set, String table) {
    List<String> pairs = new ArrayList<>();
    for (Range assignment : tokens.split(set)) {
      int equals = assignment.from();
      while (equals < assignment.to() && !tokens.isSign(equals, "=")) {
        equals = tokens.next(equals);
      }
      Range value = new Range(equals + 1, assignment.to());
      if (value.isEmpty()) {
        throw new Unreadable();
      }
      if (tokens.opens(assignment.from())) {
        assignRow(tokens.split(tokens.inside(assignment.from())), value, table, pairs);
      } else {
        assign(assignment.from(), value, table, pairs);
      }
    }
    List<String> calls = new ArrayList<>();
    for (int first = 0; first < pairs.size(); first += PAIRS_OF_ONE_CALL) {
      int end = Math.min(pairs.size(), first + PAIRS_OF_ONE_CALL);
      calls.add("jsonb_build_object(" + String.join(", ", pairs.subList(first, end)) + ")");
    }
    return String.join(" || ", calls);
  }

  private void assign(int column, Range value, String table, List<String> pairs) {
    String name = literal(tokens.at(column).value());
    pairs.add(
        name
            + ", "
            + (tokens.is(value.from(), "default") && value.to() == value.from() + 1
                ? "to_jsonb(simulator.default_row(NULL::" + table + ")) -> " + name
                : render(value)));
  }

  private void assignRow(List<Range> columns, Range value, String table, List<String> pairs) {
    int open = tokens.is(value.from(), "row") ? value.from() + 1 : value.from();
    if (!tokens.opens(open) || tokens.next(open) != value.to()) {
      throw new Unreadable();
    }
    if (WithClause.startsQuery(tokens, open + 1)) {
      List<String> names = columns.stream().map(tokens::slice).toList();
      for (int index = 0; index < names.size(); index++) {
        pairs.add(
            literal(tokens.at(columns.get(index).from()).value())
                + ", (SELECT "
                + SOURCE
                + "."
                + names.get(index)
                + " FROM ("
                + query(tokens.inside(open))
                + ") AS "
                + SOURCE
                + "("
                + String.join(", ", names)
                + "))");
      }
      return;
    }
    List<Range> values = tokens.split(tokens.inside(open));
    if (values.size() != columns.size()) {
      throw new Unreadable();
    }
    for (int index = 0; index < values.size(); index++) {
      assign(columns.get(index).from(), values.get(index), table, pairs);
    }
  }

  private String insert(Insert insert) {
    String table = tokens.slice(insert.table());
    boolean plain = insert.conflict().isEmpty() && insert.returning().isEmpty();
    boolean defaults = tokens.are(insert.source().from(), "default", "values");
    List<String> columns = new ArrayList<>(insert.columns().stream().map(tokens::slice).toList());
    String source = defaults ? "SELECT 1" : values(insert.source(), columns);
    if (plain) {
      return "SELECT FROM (" + source + ") AS " + SOURCE;
    }
    String json;
    String names = "";
    if (defaults) {
      json = "'{}'::jsonb";
    } else if (columns.isEmpty()) {
      json = "simulator.named_row(NULL::" + table + ", row_to_json(" + SOURCE + "))";
    } else {
      json = "to_jsonb(" + SOURCE + ")";
      names = "(" + String.join(", ", columns) + ")";
    }
    String rows =
        "(SELECT simulator_row.* FROM ("
            + source
            + ") AS "
            + SOURCE
            + names
            + " CROSS JOIN LATERAL jsonb_populate_record(simulator.default_row(NULL::"
            + table
            + "), "
            + json
            + ") AS simulator_row) AS ";
    String returning =
        new Returning(tokens, insert.table(), insert.alias(), ROWS)
            .render(insert.returning(), this::render);
    if (insert.conflict().isEmpty()) {
      return "SELECT " + returning + " FROM " + rows + insert.alias();
    }
    return new Conflict(tokens, insert, this).render(rows, returning);
  }

  /** The source of an INSERT; a column that gets its default is left out or empty. */
  private String values(Range source, List<String> columns) {
    if (!tokens.is(source.from(), "values")) {
      return query(source);
    }
    List<Range> rows = tokens.split(new Range(source.from() + 1, source.to()));
    List<List<Range>> cells =
        rows.stream().map(row -> tokens.split(tokens.inside(row.from()))).toList();
    List<String> written = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int column = 0; column < cells.getFirst().size(); column++) {
      int place = column;
      boolean isDefault = cells.stream().allMatch(row -> isDefault(row, place));
      if (!isDefault || columns.isEmpty()) {
        kept.add(column);
      }
    }
    for (List<Range> row : cells) {
      written.add(
          "("
              + String.join(
                  ", ",
                  kept.stream()
                      .map(place -> isDefault(row, place) ? "NULL" : render(row.get(place)))
                      .toList())
              + ")");
    }
    if (kept.isEmpty()) {
      throw new Unreadable();
    }
    for (int place = columns.size() - 1; place >= 0; place--) {
      if (!kept.contains(place)) {
        columns.remove(place);
      }
    }
    return "VALUES " + String.join(", ", written);
  }

  private boolean isDefault(List<Range> row, int place) {
    return place < row.size()
        && row.get(place).to() == row.get(place).from() + 1
        && tokens.is(row.get(place).from(), "default");
  }

  String written(Range range) {
    return render(range);
  }

  String writtenAssignments(Range set, String table) {
    return assignments(set, table);
  }

  private static String literal(String name) {
    return "'" + name.replace("'", "''") + "'";
  }
}
