// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a RETURNING clause for rows that stand under the table's alias, without its schema.
 * Columns of other sources are handed through by names of their own.
 */
final class Returning {

  private final Tokens tokens;
  private final Range table;
  private final String alias;
  private final String rows;
  private final Map<String, String> foreign = new LinkedHashMap<>();

  Returning(Tokens tokens, Range table, String alias, String rows) {
    this.tokens = tokens;
    this.table = table;
    this.alias = alias;
    this.rows = rows;
  }

  /** Columns of other sources, and the names they are handed through by. */
  Map<String, String> foreign() {
    return foreign;
  }

  String render(Range returning, Function<Range, String> nested) {
    List<String> items = new ArrayList<>();
    for (Range item : tokens.split(returning)) {
      if (tokens.isSign(item.from(), "*") && item.to() == item.from() + 1) {
        items.add(alias + ".*");
        continue;
      }
      Range expression = OutputName.expression(tokens, item);
      String written = expression(expression, nested);
      items.add(
          tokens.isSign(item.to() - 1, "*")
              ? written
              : written + " AS " + OutputName.quoted(OutputName.of(tokens, item)));
    }
    return String.join(", ", items);
  }

  private String expression(Range range, Function<Range, String> nested) {
    StringBuilder sql = new StringBuilder();
    int at = range.from();
    while (at < range.to()) {
      if (!sql.isEmpty()) {
        sql.append(tokens.text(), tokens.at(at - 1).end(), tokens.at(at).start());
      }
      int end = at;
      while (tokens.at(end).isName() && tokens.isSign(end + 1, ".") && end + 2 < range.to()) {
        end += 2;
      }
      if (end > at && !tokens.opens(end + 1)) {
        sql.append(column(at, end));
        at = end + 1;
      } else if (tokens.opens(at)) {
        Range inside = tokens.inside(at);
        boolean query = WithClause.startsQuery(tokens, inside.from());
        sql.append(tokens.at(at).value());
        sql.append(query ? nested.apply(inside) : expression(inside, nested));
        sql.append(tokens.at(inside.to()).value());
        at = tokens.next(at);
      } else {
        sql.append(tokens.slice(new Range(at, at + 1)));
        at++;
      }
    }
    return sql.toString();
  }

  /** A column with its qualifier, which stand from one index to another. */
  private String column(int start, int end) {
    Range qualifier = new Range(start, end - 1);
    String column = tokens.slice(new Range(end, end + 1));
    if (isTarget(qualifier)) {
      return alias + "." + column;
    }
    String text = tokens.slice(new Range(start, end + 1));
    if (tokens.isSign(end, "*")) {
      throw new SnapshotReader.Unreadable();
    }
    String name = foreign.computeIfAbsent(text, ignored -> "simulator_" + (foreign.size() + 1));
    return rows + "." + name;
  }

  private boolean isTarget(Range qualifier) {
    String text = tokens.slice(qualifier);
    return text.equals(tokens.slice(table))
        || text.equals(alias)
        || tokens.at(qualifier.to() - 1).value().equals(unquoted(alias));
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(java.util.Locale.ROOT);
  }
}
