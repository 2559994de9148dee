// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into its statements. */
final class Script {

  private Script() {}

  /**
   * The statements, in their order, without semicolons and empty ones. A semicolon within brackets,
   * or within the body of a function between BEGIN ATOMIC and END, ends none.
   */
  static List<String> split(String sql) {
    List<Token> tokens = Tokenizer.tokens(sql);
    List<String> statements = new ArrayList<>();
    int first = 0;
    int brackets = 0;
    int blocks = 0;
    for (int index = 0; index < tokens.size(); index++) {
      Token token = tokens.get(index);
      if (token.isSign("(")) {
        brackets++;
      } else if (token.isSign(")")) {
        brackets--;
      } else if (token.is("atomic") && index > 0 && tokens.get(index - 1).is("begin")) {
        blocks++;
      } else if (blocks > 0 && token.is("case")) {
        blocks++;
      } else if (blocks > 0 && token.is("end")) {
        blocks--;
      } else if (token.isSign(";") && brackets <= 0 && blocks == 0) {
        add(statements, sql, tokens, first, index);
        first = index + 1;
        brackets = 0;
      }
    }
    add(statements, sql, tokens, first, tokens.size());
    return statements;
  }

  private static void add(
      List<String> statements, String sql, List<Token> tokens, int first, int end) {
    if (first < end) {
      statements.add(sql.substring(tokens.get(first).start(), tokens.get(end - 1).end()));
    }
  }
}
