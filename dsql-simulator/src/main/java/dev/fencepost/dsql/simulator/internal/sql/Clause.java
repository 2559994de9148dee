// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A clause of a SELECT outside of brackets.
 *
 * @param kind which
 * @param range its tokens, its keyword first
 */
record Clause(Kind kind, Range range) {

  enum Kind {
    /** SELECT and its items, or VALUES, TABLE, or a query in brackets. */
    HEAD,
    INTO,
    FROM,
    WHERE,
    GROUP,
    HAVING,
    WINDOW,
    SET_OPERATION,
    ORDER,
    LIMIT,
    LOCK
  }

  /** What stands behind a keyword of one word. */
  Range body() {
    return new Range(range.from() + 1, range.to());
  }

  /** The clauses of a query without its WITH clause. */
  static List<Clause> read(Tokens tokens, Range query) {
    List<Clause> clauses = new ArrayList<>();
    Kind kind = Kind.HEAD;
    int start = query.from();
    for (int at = query.from(); at < query.to(); at = tokens.next(at)) {
      Optional<Kind> next = at == query.from() ? Optional.empty() : startsAt(tokens, at, kind);
      if (next.isPresent()) {
        clauses.add(new Clause(kind, new Range(start, at)));
        kind = next.get();
        start = at;
      }
    }
    clauses.add(new Clause(kind, new Range(start, query.to())));
    return clauses;
  }

  private static Optional<Kind> startsAt(Tokens tokens, int at, Kind current) {
    Token token = tokens.at(at);
    if (token.kind() != Token.Kind.WORD || !tokens.isKeyword(at, token.value())) {
      return Optional.empty();
    }
    return switch (token.value()) {
      case "into" -> current == Kind.HEAD ? Optional.of(Kind.INTO) : Optional.empty();
      case "from" -> tokens.is(at - 1, "distinct") ? Optional.empty() : Optional.of(Kind.FROM);
      case "where" -> Optional.of(Kind.WHERE);
      case "group" -> tokens.is(at + 1, "by") ? Optional.of(Kind.GROUP) : Optional.empty();
      case "having" -> Optional.of(Kind.HAVING);
      case "window" -> Optional.of(Kind.WINDOW);
      case "union", "intersect", "except" -> Optional.of(Kind.SET_OPERATION);
      case "order" -> tokens.is(at + 1, "by") ? Optional.of(Kind.ORDER) : Optional.empty();
      case "limit", "offset", "fetch" -> Optional.of(Kind.LIMIT);
      case "for" ->
          tokens.isAny(at + 1, "update", "share", "no", "key", "read")
              ? Optional.of(Kind.LOCK)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  static Optional<Clause> find(List<Clause> clauses, Kind kind) {
    return clauses.stream().filter(clause -> clause.kind() == kind).findFirst();
  }

  static boolean has(List<Clause> clauses, Kind kind) {
    return clauses.stream().anyMatch(clause -> clause.kind() == kind);
  }
}
