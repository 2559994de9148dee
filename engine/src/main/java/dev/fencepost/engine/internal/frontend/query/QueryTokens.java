// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Cuts a query into words. */
final class QueryTokens {

  private static final List<String> SYMBOLS =
      List.of("<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", ",", "*");

  private final String query;
  private final List<QueryToken> tokens = new ArrayList<>();
  private int next;

  private QueryTokens(String query) {
    this.query = query;
  }

  static List<QueryToken> of(String query) {
    QueryTokens reading = new QueryTokens(query);
    reading.read();
    return reading.tokens;
  }

  private void read() {
    while (next < query.length()) {
      char first = query.charAt(next);
      if (Character.isWhitespace(first)) {
        next++;
      } else if (first == '\'' || first == '"') {
        readQuoted(first, QueryToken.Kind.TEXT);
      } else if (first == '`') {
        readQuoted(first, QueryToken.Kind.NAME);
      } else if (isDigit(first) || (first == '-' && isDigit(peek()))) {
        readWhile(QueryToken.Kind.NUMBER, character -> Character.isDigit(character));
      } else if (Character.isJavaIdentifierStart(first)) {
        readWhile(
            QueryToken.Kind.NAME,
            character -> Character.isJavaIdentifierPart(character) || character == '.');
      } else {
        readSymbol();
      }
    }
    tokens.add(new QueryToken(QueryToken.Kind.END, "", query.length() + 1));
  }

  private void readWhile(QueryToken.Kind kind, IntPredicate belongs) {
    int start = next;
    next++;
    while (next < query.length() && belongs.test(query.charAt(next))) {
      next++;
    }
    tokens.add(new QueryToken(kind, query.substring(start, next), start + 1));
  }

  /** A quote inside is doubled or follows a backslash. */
  private void readQuoted(char quote, QueryToken.Kind kind) {
    int start = next;
    StringBuilder text = new StringBuilder();
    next++;
    while (next < query.length()) {
      char character = query.charAt(next);
      if (character == '\\' && next + 1 < query.length()) {
        text.append(query.charAt(next + 1));
        next += 2;
      } else if (character == quote && peek() == quote) {
        text.append(quote);
        next += 2;
      } else if (character == quote) {
        next++;
        tokens.add(new QueryToken(kind, text.toString(), start + 1));
        return;
      } else {
        text.append(character);
        next++;
      }
    }
    throw new InvalidQuery(start + 1, "the quote " + quote + " is not closed");
  }

  private void readSymbol() {
    String symbol =
        SYMBOLS.stream()
            .filter(candidate -> query.startsWith(candidate, next))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidQuery(
                        next + 1, "unexpected character '" + query.charAt(next) + "'"));
    tokens.add(new QueryToken(QueryToken.Kind.SYMBOL, symbol, next + 1));
    next += symbol.length();
  }

  private char peek() {
    return next + 1 < query.length() ? query.charAt(next + 1) : '\0';
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
