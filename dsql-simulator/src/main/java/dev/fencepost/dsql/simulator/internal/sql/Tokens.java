// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The tokens of a text, with the brackets that belong together. */
final class Tokens {

  private static final Token NONE = new Token(Token.Kind.PUNCTUATION, "", 0, 0);

  private final String text;
  private final List<Token> tokens;
  private final int[] closing;

  private Tokens(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
    this.closing = new int[tokens.size()];
    Arrays.fill(closing, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int index = 0; index < tokens.size(); index++) {
      Token token = tokens.get(index);
      if (token.isSign("(") || token.isSign("[")) {
        open.push(index);
      } else if ((token.isSign(")") || token.isSign("]")) && !open.isEmpty()) {
        closing[open.pop()] = index;
      }
    }
  }

  static Tokens of(String text) {
    return new Tokens(text, Tokenizer.tokens(text));
  }

  String text() {
    return text;
  }

  Range all() {
    return new Range(0, tokens.size());
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; one that is nothing beyond the end. */
  Token at(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
  }

  boolean is(int index, String word) {
    return at(index).is(word);
  }

  boolean isSign(int index, String sign) {
    return at(index).isSign(sign);
  }

  /** Whether these words stand at an index, one after another. */
  boolean are(int index, String... words) {
    for (int offset = 0; offset < words.length; offset++) {
      if (!is(index + offset, words[offset])) {
        return false;
      }
    }
    return true;
  }

  boolean isAny(int index, String... words) {
    for (String word : words) {
      if (is(index, word)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all brackets are closed. */
  boolean isBalanced() {
    for (int index = 0; index < tokens.size(); index++) {
      if ((isSign(index, "(") || isSign(index, "[")) && closing[index] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a bracket opens at an index, and is closed. */
  boolean opens(int index) {
    return index >= 0 && index < closing.length && closing[index] >= 0;
  }

  /** What stands within the bracket that opens at an index. */
  Range inside(int index) {
    return new Range(index + 1, closing[index]);
  }

  /** The index after the token or the whole bracket at an index. */
  int next(int index) {
    return opens(index) ? closing[index] + 1 : index + 1;
  }

  /** A range's text as it stands, comments within included. */
  String slice(Range range) {
    return range.isEmpty()
        ? ""
        : text.substring(at(range.from()).start(), at(range.to() - 1).end());
  }

  /** The parts between commas outside of brackets. */
  List<Range> split(Range range) {
    List<Range> parts = new ArrayList<>();
    int start = range.from();
    for (int index = range.from(); index < range.to(); index = next(index)) {
      if (isSign(index, ",")) {
        parts.add(new Range(start, index));
        start = index + 1;
      }
    }
    if (start < range.to() || !parts.isEmpty()) {
      parts.add(new Range(start, range.to()));
    }
    return parts;
  }

  /** The first index outside of brackets where a word stands as a keyword, or -1. */
  int find(Range range, String word) {
    for (int index = range.from(); index < range.to(); index = next(index)) {
      if (isKeyword(index, word)) {
        return index;
      }
    }
    return -1;
  }

  /** Whether a word stands at an index that is not a name after a dot or a label after AS. */
  boolean isKeyword(int index, String word) {
    return is(index, word) && !isSign(index - 1, ".") && !isLabel(index);
  }

  private boolean isLabel(int index) {
    return is(index - 1, "as") && !isAny(index, "select", "with", "values", "table");
  }

  /** The first index at any depth where words stand one after another, or -1. */
  int findDeep(Range range, String... words) {
    for (int index = range.from(); index < range.to(); index++) {
      if (are(index, words) && !isSign(index - 1, ".")) {
        return index;
      }
    }
    return -1;
  }
}
