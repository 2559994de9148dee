// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

/**
 * A word of a query.
 *
 * @param kind what it is
 * @param text a name, a text without its quotes, a number or an operator; empty at the end
 * @param position where it begins, from 1
 */
record QueryToken(Kind kind, String text, int position) {

  /** What a word is. */
  enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A text in quotes. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** An operator, a bracket or a comma. */
    SYMBOL,
    /** After the last word. */
    END
  }

  boolean is(String word) {
    return switch (kind) {
      case NAME -> text.equalsIgnoreCase(word);
      case SYMBOL -> text.equals(word);
      case TEXT, NUMBER, END -> false;
    };
  }

  /** The token as an error names it. */
  String shown() {
    return switch (kind) {
      case END -> "the end of the query";
      case TEXT -> "'" + text + "'";
      case NAME, NUMBER, SYMBOL -> text;
    };
  }
}
