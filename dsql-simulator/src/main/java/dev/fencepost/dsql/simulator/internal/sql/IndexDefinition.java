// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;

/** CREATE INDEX: only ASYNC, which makes a job. */
final class IndexDefinition {

  private final Tokens tokens;
  private final int index;

  /**
   * @param index the index of the word INDEX
   */
  IndexDefinition(Tokens tokens, int index) {
    this.tokens = tokens;
    this.index = index;
  }

  /** Checks in the order the service does. */
  Statement read() {
    String text = tokens.text();
    int at = index + 1;
    boolean concurrently = tokens.is(at, "concurrently");
    boolean async = tokens.is(at, "async") && !tokens.isSign(at + 1, ".");
    if (concurrently || async) {
      at++;
    }
    boolean named = !tokens.is(at, "on");
    if (tokens.are(at, "if", "not", "exists")) {
      at += 3;
      if (tokens.is(at, "on")) {
        return Refusal.syntaxErrorAt(word(at)).of(text);
      }
    }
    if (named) {
      if (tokens.isSign(at + 1, ".")) {
        return Refusal.syntaxErrorAt(".").of(text);
      }
      at++;
    }
    int on = at;
    int keys = tokens.is(on + 1, "only") ? on + 3 : on + 2;
    while (tokens.isSign(keys, ".")) {
      keys += 2;
    }
    boolean using = tokens.is(keys, "using");
    if (using) {
      keys += 2;
    }
    if (!tokens.is(on, "on") || !tokens.opens(keys)) {
      return behind(async);
    }
    if (concurrently) {
      return Refusal.unsupported("CONCURRENTLY not supported for CREATE INDEX").of(text);
    }
    if (using) {
      return Refusal.unsupported("USING not supported for CREATE INDEX").of(text);
    }
    if (!async) {
      return Refusal.unsupported("unsupported mode. please use CREATE INDEX ASYNC.").of(text);
    }
    List<Range> columns = tokens.split(tokens.inside(keys));
    for (Range column : columns) {
      if (tokens.find(column, "asc") >= 0 || tokens.find(column, "desc") >= 0) {
        return Refusal.unsupported("specifying sort order not supported for index keys").of(text);
      }
      if (hasOperatorClass(column)) {
        return Refusal.unsupported("opclass not supported for index keys").of(text);
      }
    }
    if (columns.size() > Keyed.MOST_COLUMNS) {
      return Keyed.tooManyColumns().of(text);
    }
    int table = tokens.is(on + 1, "only") ? on + 2 : on + 1;
    int name = named ? on - 1 : -1;
    return job(new Range(table, keys), name, columns);
  }

  private String word(int at) {
    return tokens.slice(new Range(at, at + 1));
  }

  private boolean hasOperatorClass(Range column) {
    int at = column.from();
    boolean expression = tokens.opens(at);
    at = tokens.next(at);
    if (!expression && tokens.opens(at)) {
      at = tokens.next(at);
    }
    if (tokens.is(at, "collate")) {
      at += 2;
      while (tokens.isSign(at, ".")) {
        at += 2;
      }
    }
    return at < column.to() && tokens.at(at).isName() && !tokens.is(at, "nulls");
  }

  /** The keys that are columns. */
  private List<String> plain(List<Range> columns) {
    return columns.stream()
        .map(column -> tokens.at(column.from()))
        .filter(Token::isName)
        .map(name -> Definitions.literal(name.value()))
        .toList();
  }

  /** What can't be read: the PostgreSQL behind says what is wrong. */
  private Statement behind(boolean async) {
    return Definitions.of(
        tokens.text(), async ? new Edits(tokens).remove(index + 1).text() : tokens.text());
  }

  private Statement job(Range table, int name, List<Range> columns) {
    String create = new Edits(tokens).remove(index + 1).text();
    Edits plain = new Edits(tokens).remove(index + 1);
    if (tokens.is(index - 1, "unique")) {
      plain.remove(index - 1);
      for (int at = table.to(); at < tokens.size(); at = tokens.next(at)) {
        if (tokens.is(at, "nulls") && tokens.isAny(at + 1, "not", "distinct")) {
          int words = tokens.is(at + 1, "not") ? 3 : 2;
          for (int word = 0; word < words; word++) {
            plain.remove(at + word);
          }
        }
      }
    }
    String query =
        "SELECT job_id FROM simulator.create_index("
            + Definitions.literal(create)
            + ", "
            + Definitions.literal(plain.text())
            + ", "
            + Definitions.literal(tokens.slice(table))
            + ", "
            + (name < 0 ? "NULL" : Definitions.literal(tokens.at(name).value()))
            + ", ARRAY["
            + String.join(", ", plain(columns))
            + "]::text[])";
    return Definitions.job(tokens.text(), query, "CREATE INDEX");
  }
}
