// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

/**
 * One token of a text of SQL.
 *
 * @param kind what it is
 * @param value a word in lower case; a quoted name without its quotes; the content of a string;
 *     anything else as it stands in the text
 * @param start where it begins in the text
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String value, int start, int end) {

  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    PARAMETER,
    OPERATOR,
    PUNCTUATION
  }

  /** Whether it is a keyword, or a name without quotes; in lower case. */
  boolean is(String word) {
    return kind == Kind.WORD && value.equals(word);
  }

  /** Whether it is an operator or a punctuation mark. */
  boolean isSign(String sign) {
    return (kind == Kind.PUNCTUATION || kind == Kind.OPERATOR) && value.equals(sign);
  }

  /** Whether it can be (a part of) a name. */
  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }
}
