// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the tokens of a text as PostgreSQL's scanner does: nested comments, dollar quotes, strings
 * with escapes, quoted names, operators, parameters. White space and comments are left out. What no
 * scanner would accept (a quote that is never closed) ends at the end of the text; the PostgreSQL
 * behind then says what is wrong.
 */
final class Tokenizer {

  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";
  private static final String PUNCTUATION = "()[],;:.";

  /** An operator ends with + or - only if it also has one of these. */
  private static final String SIGN_KEEPERS = "~!@#%^&|`?";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokenizer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    Tokenizer tokenizer = new Tokenizer(text);
    tokenizer.run();
    return tokenizer.tokens;
  }

  private void run() {
    while (at < text.length()) {
      char first = text.charAt(at);
      if (isSpace(first)) {
        at++;
      } else if (text.startsWith("--", at)) {
        lineComment();
      } else if (text.startsWith("/*", at)) {
        blockComment();
      } else {
        token(first);
      }
    }
  }

  private void token(char first) {
    if (first == '\'') {
      string(at + 1, Escapes.NONE);
    } else if (first == '"') {
      quotedName(at + 1);
    } else if (first == '$') {
      dollar();
    } else if (isPrefixedQuote(first)) {
      prefixed(first);
    } else if (isWordStart(first)) {
      word();
    } else if (isDigit(first) || (first == '.' && isDigit(peek(1)))) {
      number();
    } else if (PUNCTUATION.indexOf(first) >= 0) {
      punctuation();
    } else if (OPERATOR_CHARACTERS.indexOf(first) >= 0) {
      operator();
    } else {
      add(Token.Kind.OPERATOR, String.valueOf(first), at + 1);
    }
  }

  private boolean isPrefixedQuote(char first) {
    return switch (first) {
      case 'e', 'E', 'b', 'B', 'x', 'X', 'n', 'N' -> peek(1) == '\'';
      case 'u', 'U' -> peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"');
      default -> false;
    };
  }

  private void prefixed(char first) {
    if (first == 'u' || first == 'U') {
      if (peek(2) == '"') {
        quotedName(at + 3);
      } else {
        string(at + 3, Escapes.NONE);
      }
    } else {
      string(at + 2, first == 'e' || first == 'E' ? Escapes.BACKSLASH : Escapes.NONE);
    }
  }

  private enum Escapes {
    NONE,
    BACKSLASH
  }

  private void string(int from, Escapes escapes) {
    StringBuilder content = new StringBuilder();
    int place = from;
    while (place < text.length()) {
      char character = text.charAt(place);
      if (character == '\\' && escapes == Escapes.BACKSLASH && place + 1 < text.length()) {
        content.append(text.charAt(place + 1));
        place += 2;
      } else if (character == '\'') {
        if (place + 1 < text.length() && text.charAt(place + 1) == '\'') {
          content.append('\'');
          place += 2;
        } else {
          add(Token.Kind.STRING, content.toString(), place + 1);
          return;
        }
      } else {
        content.append(character);
        place++;
      }
    }
    add(Token.Kind.STRING, content.toString(), text.length());
  }

  private void quotedName(int from) {
    StringBuilder content = new StringBuilder();
    int place = from;
    while (place < text.length()) {
      char character = text.charAt(place);
      if (character != '"') {
        content.append(character);
        place++;
      } else if (place + 1 < text.length() && text.charAt(place + 1) == '"') {
        content.append('"');
        place += 2;
      } else {
        add(Token.Kind.QUOTED_NAME, content.toString(), place + 1);
        return;
      }
    }
    add(Token.Kind.QUOTED_NAME, content.toString(), text.length());
  }

  private void dollar() {
    if (isDigit(peek(1))) {
      int end = at + 1;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      add(Token.Kind.PARAMETER, text.substring(at, end), end);
      return;
    }
    int tagEnd = at + 1;
    while (tagEnd < text.length()
        && isWordPart(text.charAt(tagEnd))
        && text.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
      add(Token.Kind.OPERATOR, "$", at + 1);
      return;
    }
    String quote = text.substring(at, tagEnd + 1);
    int close = text.indexOf(quote, tagEnd + 1);
    int contentEnd = close < 0 ? text.length() : close;
    add(
        Token.Kind.STRING,
        text.substring(tagEnd + 1, contentEnd),
        close < 0 ? text.length() : close + quote.length());
  }

  private void word() {
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    add(Token.Kind.WORD, text.substring(at, end).toLowerCase(Locale.ROOT), end);
  }

  private void number() {
    int end = at;
    while (end < text.length()) {
      char character = text.charAt(end);
      boolean exponent =
          (character == '+' || character == '-')
              && (text.charAt(end - 1) == 'e' || text.charAt(end - 1) == 'E')
              && !text.startsWith("0x", at);
      boolean range = character == '.' && text.startsWith("..", end);
      if (range || !(isWordPart(character) || character == '.' || exponent)) {
        break;
      }
      end++;
    }
    add(Token.Kind.NUMBER, text.substring(at, end), Math.max(end, at + 1));
  }

  private void punctuation() {
    for (String sign : new String[] {"::", ":=", ".."}) {
      if (text.startsWith(sign, at)) {
        add(Token.Kind.PUNCTUATION, sign, at + 2);
        return;
      }
    }
    add(Token.Kind.PUNCTUATION, text.substring(at, at + 1), at + 1);
  }

  private void operator() {
    int end = at + 1;
    while (end < text.length()
        && OPERATOR_CHARACTERS.indexOf(text.charAt(end)) >= 0
        && !text.startsWith("--", end)
        && !text.startsWith("/*", end)) {
      end++;
    }
    while (end - at > 1 && isSignEnd(text.substring(at, end))) {
      end--;
    }
    add(Token.Kind.OPERATOR, text.substring(at, end), end);
  }

  private static boolean isSignEnd(String operator) {
    char last = operator.charAt(operator.length() - 1);
    return (last == '+' || last == '-')
        && operator.chars().noneMatch(sign -> SIGN_KEEPERS.indexOf(sign) >= 0);
  }

  private void lineComment() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void blockComment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  private void add(Token.Kind kind, String value, int end) {
    tokens.add(new Token(kind, value, at, end));
    at = end;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isSpace(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isWordStart(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || character == '_'
        || character >= 0x80;
  }

  private static boolean isWordPart(char character) {
    return isWordStart(character) || isDigit(character) || character == '$';
  }
}
