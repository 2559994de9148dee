// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Map;
import java.util.Set;

/** The names PostgreSQL gives to the columns of an answer. */
final class OutputName {

  private static final String UNNAMED = "?column?";
  private static final Set<String> NO_LABEL =
      Set.of("end", "null", "true", "false", "unknown", "row", "all");
  private static final Set<String> WANTS_OPERAND =
      Set.of(
          "and",
          "or",
          "not",
          "is",
          "in",
          "like",
          "ilike",
          "between",
          "zone",
          "from",
          "distinct",
          "case",
          "when",
          "then",
          "else",
          "similar",
          "to",
          "any",
          "some",
          "collate",
          "escape");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("int", "int4"),
          Map.entry("integer", "int4"),
          Map.entry("smallint", "int2"),
          Map.entry("bigint", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double", "float8"),
          Map.entry("boolean", "bool"),
          Map.entry("decimal", "numeric"),
          Map.entry("character", "bpchar"),
          Map.entry("char", "bpchar"));

  private OutputName() {}

  /** The name of an item of a SELECT list or a RETURNING clause, without quotes. */
  static String of(Tokens tokens, Range item) {
    int last = item.to() - 1;
    Token end = tokens.at(last);
    if (last > item.from() && end.isName() && isLabel(tokens, item, last)) {
      return end.value();
    }
    return ofExpression(tokens, item);
  }

  /** The item without its label. */
  static Range expression(Tokens tokens, Range item) {
    int last = item.to() - 1;
    if (last > item.from() && tokens.at(last).isName() && isLabel(tokens, item, last)) {
      return new Range(item.from(), tokens.is(last - 1, "as") ? last - 1 : last);
    }
    return item;
  }

  /** A name with quotes. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isLabel(Tokens tokens, Range item, int last) {
    if (tokens.is(last - 1, "as")) {
      return true;
    }
    Token label = tokens.at(last);
    Token before = tokens.at(last - 1);
    if (label.kind() == Token.Kind.WORD && NO_LABEL.contains(label.value())) {
      return false;
    }
    boolean isType = tokens.isSign(last - 2, "::") && last - 2 > item.from();
    return switch (before.kind()) {
      case STRING, NUMBER, PARAMETER, QUOTED_NAME -> true;
      case WORD -> !WANTS_OPERAND.contains(before.value()) && !(isType && label.is("precision"));
      case PUNCTUATION -> before.isSign(")") || before.isSign("]");
      case OPERATOR -> false;
    };
  }

  private static String ofExpression(Tokens tokens, Range item) {
    if (item.isEmpty()) {
      return UNNAMED;
    }
    int from = item.from();
    int cast = lastCast(tokens, item);
    if (cast > 0) {
      String name = ofExpression(tokens, new Range(from, cast));
      return name.equals(UNNAMED) ? type(tokens, cast + 1) : name;
    }
    if (tokens.is(from, "case")) {
      return "case";
    }
    if (tokens.opens(from)) {
      return tokens.next(from) == item.to() ? ofBracket(tokens, tokens.inside(from)) : UNNAMED;
    }
    int at = from;
    while (tokens.at(at).isName() && tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    Token name = tokens.at(at);
    if (!name.isName() || name.is("null") || name.is("not")) {
      return UNNAMED;
    }
    if (at + 1 == item.to()) {
      return name.is("true") || name.is("false") ? "bool" : name.value();
    }
    if (!tokens.opens(at + 1)) {
      return UNNAMED;
    }
    int next = tokens.next(at + 1);
    boolean call = next == item.to() || tokens.isAny(next, "filter", "over", "within");
    return call ? ofCall(tokens, name, at + 1) : UNNAMED;
  }

  private static String ofCall(Tokens tokens, Token name, int open) {
    if (!name.is("cast")) {
      return name.value();
    }
    Range inside = tokens.inside(open);
    for (int at = inside.from(); at < inside.to(); at = tokens.next(at)) {
      if (tokens.is(at, "as")) {
        String operand = ofExpression(tokens, new Range(inside.from(), at));
        return operand.equals(UNNAMED) ? type(tokens, at + 1) : operand;
      }
    }
    return UNNAMED;
  }

  private static String ofBracket(Tokens tokens, Range inside) {
    if (!tokens.is(inside.from(), "select")) {
      return WithClause.startsQuery(tokens, inside.from()) ? UNNAMED : ofExpression(tokens, inside);
    }
    Clause head = Clause.read(tokens, inside).getFirst();
    return of(tokens, tokens.split(head.body()).getFirst());
  }

  private static int lastCast(Tokens tokens, Range item) {
    int found = -1;
    for (int at = item.from(); at < item.to(); at = tokens.next(at)) {
      if (tokens.isSign(at, "::")) {
        found = at;
      } else if (tokens.at(at).kind() == Token.Kind.OPERATOR) {
        return -1;
      }
    }
    return found;
  }

  private static String type(Tokens tokens, int at) {
    int last = at;
    while (tokens.isSign(last + 1, ".")) {
      last += 2;
    }
    String name = tokens.at(last).value();
    return TYPES.getOrDefault(name, name);
  }
}
