// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something a FROM clause reads.
 *
 * @param kind what it is
 * @param name the tokens of a table's or function's name; the bracketed query of a subquery
 * @param alias how its columns are qualified, as it stands in the text; empty if it can't be named
 * @param open the index of a subquery's bracket
 */
record Source(Kind kind, Range name, String alias, int open) {

  enum Kind {
    TABLE,
    SUBQUERY,
    FUNCTION
  }

  private static final Set<String> NO_ALIAS =
      Set.of(
          "on",
          "using",
          "join",
          "inner",
          "left",
          "right",
          "full",
          "cross",
          "natural",
          "tablesample",
          "where",
          "group",
          "order",
          "limit",
          "for",
          "set",
          "returning",
          "with");

  /** The sources of what stands behind FROM or USING. */
  static List<Source> read(Tokens tokens, Range from) {
    List<Source> sources = new ArrayList<>();
    int at = from.from();
    while (at < from.to()) {
      at = item(tokens, at, from.to(), sources);
      while (at < from.to() && !tokens.isSign(at, ",") && !tokens.isKeyword(at, "join")) {
        at = tokens.next(at);
      }
      at++;
    }
    return sources;
  }

  private static int item(Tokens tokens, int start, int end, List<Source> sources) {
    int at = start;
    while (tokens.isAny(at, "only", "lateral")) {
      at++;
    }
    if (tokens.opens(at)) {
      if (WithClause.startsQuery(tokens, at + 1)) {
        Range inside = tokens.inside(at);
        int next = tokens.next(at);
        sources.add(new Source(Kind.SUBQUERY, inside, alias(tokens, next, end, ""), at));
        return next;
      }
      sources.addAll(read(tokens, tokens.inside(at)));
      return tokens.next(at);
    }
    int name = at;
    while (tokens.at(at).isName() && tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    String last = tokens.slice(new Range(at, at + 1));
    Range names = new Range(name, at + 1);
    at++;
    if (tokens.opens(at)) {
      at = tokens.next(at);
      if (tokens.are(at, "with", "ordinality")) {
        at += 2;
      }
      sources.add(new Source(Kind.FUNCTION, names, alias(tokens, at, end, last), -1));
      return at;
    }
    if (tokens.isSign(at, "*")) {
      at++;
    }
    sources.add(new Source(Kind.TABLE, names, alias(tokens, at, end, last), -1));
    return at;
  }

  private static String alias(Tokens tokens, int at, int end, String otherwise) {
    int place = tokens.is(at, "as") ? at + 1 : at;
    Token token = tokens.at(place);
    boolean named =
        place < end
            && token.isName()
            && (token.kind() == Token.Kind.QUOTED_NAME || !NO_ALIAS.contains(token.value()));
    return named ? tokens.slice(new Range(place, place + 1)) : otherwise;
  }

  /** The last part of a table's name, without quotes. */
  String tableName(Tokens tokens) {
    return tokens.at(name.to() - 1).value();
  }

  boolean isQualified() {
    return name.to() - name.from() > 1;
  }
}
