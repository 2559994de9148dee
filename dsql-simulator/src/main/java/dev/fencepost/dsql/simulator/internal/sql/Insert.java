// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;

/**
 * The parts of an INSERT.
 *
 * @param table the table's name
 * @param alias how its columns are qualified in RETURNING
 * @param columns the columns; empty if none are named
 * @param source VALUES, DEFAULT VALUES, or a query
 * @param conflict what stands behind ON CONFLICT; empty if there is none
 * @param returning what stands behind RETURNING; empty if there is none
 */
record Insert(
    Range table, String alias, List<Range> columns, Range source, Range conflict, Range returning) {

  static Insert read(Tokens tokens, Range range) {
    int at = range.from() + 2;
    int name = at;
    while (tokens.at(at).isName() && tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    Range table = new Range(name, at + 1);
    String alias = tokens.slice(new Range(at, at + 1));
    at++;
    if (tokens.is(at, "as")) {
      alias = tokens.slice(new Range(at + 1, at + 2));
      at += 2;
    }
    List<Range> columns = List.of();
    if (tokens.opens(at) && !WithClause.startsQuery(tokens, at + 1)) {
      columns = tokens.split(tokens.inside(at));
      at = tokens.next(at);
    }
    if (tokens.is(at, "overriding")) {
      at += 3;
    }
    int source = at;
    int returning = tokens.find(new Range(source, range.to()), "returning");
    int end = returning < 0 ? range.to() : returning;
    int conflict = end;
    for (int place = source; place < end; place = tokens.next(place)) {
      if (tokens.are(place, "on", "conflict")) {
        conflict = place;
        break;
      }
    }
    return new Insert(
        table,
        alias,
        columns,
        new Range(source, conflict),
        new Range(Math.min(conflict + 2, end), end),
        new Range(returning < 0 ? range.to() : returning + 1, range.to()));
  }
}
