// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;

/** Splits texts outside of quotes and comments. */
final class Texts {

  private Texts() {}

  /** The statements of a text, trimmed, without empty ones. */
  static List<String> split(String sql) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < sql.length()) {
      if (sql.charAt(at) == ';') {
        add(statements, sql.substring(start, at));
        start = at + 1;
        at++;
      } else {
        at = next(sql, at);
      }
    }
    add(statements, sql.substring(start));
    return statements;
  }

  /** The words of a text that stand outside of quotes and comments. */
  static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      int end = next(sql, at);
      if (Character.isJavaIdentifierStart(sql.charAt(at)) && sql.charAt(at) != '$') {
        words.add(sql.substring(at, end));
      }
      at = end;
    }
    return words;
  }

  private static void add(List<String> statements, String text) {
    String trimmed = text.strip();
    if (!words(trimmed).isEmpty() || trimmed.startsWith("(")) {
      statements.add(trimmed);
    }
  }

  /** The place after the token at a place. */
  private static int next(String sql, int at) {
    char first = sql.charAt(at);
    if (first == '\'' || first == '"') {
      return past(sql, at + 1, String.valueOf(first));
    }
    if (sql.startsWith("--", at)) {
      return past(sql, at + 2, "\n");
    }
    if (sql.startsWith("/*", at)) {
      return past(sql, at + 2, "*/");
    }
    if (first == '$') {
      int tag = sql.indexOf('$', at + 1);
      String quote = tag < 0 ? "" : sql.substring(at, tag + 1);
      boolean quoted =
          tag >= 0
              && quote
                  .chars()
                  .skip(1)
                  .limit(quote.length() - 2)
                  .allMatch(letter -> Character.isLetterOrDigit(letter) || letter == '_')
              && (quote.length() == 2 || !Character.isDigit(quote.charAt(1)));
      return quoted ? past(sql, tag + 1, quote) : at + 1;
    }
    if (Character.isJavaIdentifierStart(first)) {
      int end = at + 1;
      while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
        end++;
      }
      return end;
    }
    return at + 1;
  }

  private static int past(String sql, int from, String end) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }
}
