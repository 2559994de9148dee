// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Optional;
import java.util.Set;

/** Functions, casts and clauses the service refuses wherever they stand. */
final class Functions {

  private static final Set<String> GEOMETRIC =
      Set.of("point", "line", "lseg", "box", "path", "polygon", "circle");

  private Functions() {}

  static Optional<Refusal> refusal(Tokens tokens, Range range) {
    for (int at = range.from(); at < range.to(); at++) {
      Token token = tokens.at(at);
      if (token.kind() != Token.Kind.WORD) {
        continue;
      }
      boolean qualified = tokens.isSign(at - 1, ".");
      boolean call = tokens.isSign(at + 1, "(");
      if (token.is("tablesample") && !qualified && tokens.at(at + 1).isName()) {
        return Optional.of(Refusal.unsupported("TABLESAMPLE clause not supported"));
      }
      boolean cast = tokens.isSign(at - 1, "::");
      if (GEOMETRIC.contains(token.value()) && (cast || (call && isValue(tokens, at)))) {
        return Optional.of(Refusal.unsupported("datatype " + token.value() + " not supported"));
      }
      if (call
          && (token.value().startsWith("pg_advisory_")
              || token.value().startsWith("pg_try_advisory_"))) {
        return Optional.of(Refusal.unsupported("function " + token.value() + " not supported"));
      }
    }
    return Optional.empty();
  }

  /** Not the columns of an INSERT, of an alias or of a common table expression. */
  private static boolean isValue(Tokens tokens, int at) {
    if (tokens.opens(at + 1) && tokens.is(tokens.next(at + 1), "as") && isQuery(tokens, at)) {
      return false;
    }
    Token before = tokens.at(at - 1);
    return before.kind() == Token.Kind.OPERATOR
        || before.isSign("(")
        || before.isSign(",")
        || before.is("select")
        || before.is("where")
        || before.is("and")
        || before.is("or");
  }

  /** Whether the query of a common table expression stands behind its columns. */
  private static boolean isQuery(Tokens tokens, int at) {
    int open = tokens.next(at + 1) + 1;
    while (tokens.isAny(open, "not", "materialized")) {
      open++;
    }
    return tokens.opens(open);
  }
}
