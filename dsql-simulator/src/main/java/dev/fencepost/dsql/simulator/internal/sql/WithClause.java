// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The WITH clause of a query, and what follows it.
 *
 * @param head WITH, or WITH RECURSIVE; empty if there is no such clause
 * @param parts the common table expressions
 * @param main the query itself
 */
record WithClause(Range head, List<Part> parts, Range main) {

  /**
   * A common table expression.
   *
   * @param name the index of its name
   * @param as the index of AS
   * @param open the index of the bracket before its query
   * @param tail SEARCH and CYCLE clauses
   */
  record Part(int name, int as, int open, Range tail) {}

  /** Reads a query; one that can't be read has no parts. */
  static WithClause read(Tokens tokens, Range query) {
    WithClause none = new WithClause(new Range(0, 0), List.of(), query);
    if (!tokens.is(query.from(), "with")) {
      return none;
    }
    int at = query.from() + 1;
    if (tokens.is(at, "recursive")) {
      at++;
    }
    Range head = new Range(query.from(), at);
    List<Part> parts = new ArrayList<>();
    while (at < query.to()) {
      int name = at;
      at++;
      if (tokens.opens(at)) {
        at = tokens.next(at);
      }
      int as = at;
      if (!tokens.is(as, "as")) {
        return none;
      }
      at++;
      while (tokens.isAny(at, "not", "materialized")) {
        at++;
      }
      if (!tokens.opens(at)) {
        return none;
      }
      int open = at;
      at = tokens.next(at);
      int tail = at;
      while (at < query.to() && !tokens.isSign(at, ",") && !startsQuery(tokens, at)) {
        at = tokens.next(at);
      }
      parts.add(new Part(name, as, open, new Range(tail, at)));
      if (!tokens.isSign(at, ",")) {
        return new WithClause(head, List.copyOf(parts), new Range(at, query.to()));
      }
      at++;
    }
    return none;
  }

  /** Whether a query may begin at an index. */
  static boolean startsQuery(Tokens tokens, int at) {
    int first = at;
    while (tokens.isSign(first, "(")) {
      first++;
    }
    return tokens.isAny(first, "select", "with", "table")
        || (tokens.is(first, "values") && tokens.isSign(first + 1, "("))
        || (first == at && startsChange(tokens, first));
  }

  /** Whether INSERT, UPDATE, DELETE or MERGE begins at an index. */
  static boolean startsChange(Tokens tokens, int at) {
    return tokens.are(at, "insert", "into")
        || tokens.are(at, "delete", "from")
        || tokens.are(at, "merge", "into")
        || (tokens.is(at, "update") && tokens.at(at + 1).isName() && !tokens.is(at - 1, "for"));
  }
}
