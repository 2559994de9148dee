// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Map;
import java.util.TreeMap;

/** Changes of a text at some of its tokens. */
final class Edits {

  private final Tokens tokens;
  private final Map<Integer, String> replacements = new TreeMap<>();

  Edits(Tokens tokens) {
    this.tokens = tokens;
  }

  Edits remove(int index) {
    replacements.put(index, "");
    return this;
  }

  /** Writes something behind a token. */
  Edits append(int index, String text) {
    replacements.put(index, tokens.slice(new Range(index, index + 1)) + text);
    return this;
  }

  /** Writes something before a token. */
  Edits prepend(int index, String text) {
    replacements.put(index, text + tokens.slice(new Range(index, index + 1)));
    return this;
  }

  String text() {
    StringBuilder sql = new StringBuilder();
    int copied = 0;
    for (Map.Entry<Integer, String> edit : replacements.entrySet()) {
      Token token = tokens.at(edit.getKey());
      sql.append(tokens.text(), copied, token.start()).append(edit.getValue());
      copied = token.end();
    }
    return sql.append(tokens.text().substring(copied)).toString();
  }
}
