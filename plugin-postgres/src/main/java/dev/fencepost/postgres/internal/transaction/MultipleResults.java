// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of several statements that are sent as one. */
final class MultipleResults {

  private MultipleResults() {}

  /** Executes them and returns the rows of the one that comes after so many others. */
  static ResultSet after(int others, PreparedStatement statements) throws SQLException {
    boolean hasRows = statements.execute();
    for (int other = 0; other < others; other++) {
      hasRows = statements.getMoreResults();
    }
    if (!hasRows) {
      throw new SQLException("the last of several statements returned no rows", "XX000");
    }
    return statements.getResultSet();
  }

  /** Executes them and counts the rows each has changed. */
  static Map<String, Integer> count(PreparedStatement statements, List<String> names)
      throws SQLException {
    Map<String, Integer> counts = new HashMap<>();
    boolean hasRows = statements.execute();
    for (String name : names) {
      counts.put(name, hasRows ? rows(statements) : statements.getUpdateCount());
      hasRows = statements.getMoreResults();
    }
    return counts;
  }

  private static int rows(PreparedStatement statements) throws SQLException {
    try (ResultSet changed = statements.getResultSet()) {
      int rows = 0;
      while (changed.next()) {
        rows++;
      }
      return rows;
    }
  }
}
