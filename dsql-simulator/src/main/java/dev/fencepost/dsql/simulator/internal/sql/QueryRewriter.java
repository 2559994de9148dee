// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a statement anew, query by query: each query within brackets, at any depth, is one that a
 * subclass may write differently. What it leaves alone stays as it is, white space included.
 */
abstract class QueryRewriter {

  protected final Tokens tokens;
  private final Deque<Set<String>> commonTables = new ArrayDeque<>();

  QueryRewriter(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Writes a query with its WITH clause. */
  final String query(Range range) {
    WithClause with = WithClause.read(tokens, range);
    if (with.parts().isEmpty()) {
      return main(range);
    }
    Set<String> names = new HashSet<>();
    commonTables.push(names);
    if (tokens.is(with.head().to() - 1, "recursive")) {
      with.parts().forEach(part -> names.add(tokens.at(part.name()).value()));
    }
    StringBuilder sql = new StringBuilder(tokens.slice(with.head()));
    String separator = " ";
    for (WithClause.Part part : with.parts()) {
      sql.append(separator).append(common(part));
      names.add(tokens.at(part.name()).value());
      separator = ", ";
    }
    sql.append(' ').append(main(with.main()));
    commonTables.pop();
    return sql.toString();
  }

  /** Writes a common table expression. */
  protected String common(WithClause.Part part) {
    return tokens.slice(new Range(part.name(), part.open() + 1))
        + query(tokens.inside(part.open()))
        + ")"
        + (part.tail().isEmpty() ? "" : " " + tokens.slice(part.tail()));
  }

  /** Writes a query without its WITH clause. */
  protected abstract String main(Range range);

  /** Writes the query in the bracket that opens at an index. */
  protected String bracketed(int open) {
    return query(tokens.inside(open));
  }

  /** Writes tokens as they are, but for the queries in brackets among them. */
  protected final String render(Range range) {
    if (range.isEmpty()) {
      return "";
    }
    StringBuilder sql = new StringBuilder();
    int copied = tokens.at(range.from()).start();
    int at = range.from();
    while (at < range.to()) {
      if (tokens.opens(at)) {
        Range inside = tokens.inside(at);
        if (!inside.isEmpty()) {
          sql.append(tokens.text(), copied, tokens.at(at).end());
          sql.append(
              tokens.isSign(at, "(") && WithClause.startsQuery(tokens, inside.from())
                  ? bracketed(at)
                  : render(inside));
          copied = tokens.at(inside.to()).start();
        }
        at = tokens.next(at);
      } else {
        at++;
      }
    }
    return sql.append(tokens.text(), copied, tokens.at(range.to() - 1).end()).toString();
  }

  /** Writes clauses, one after another. */
  protected final String render(List<Clause> clauses) {
    StringBuilder sql = new StringBuilder();
    for (Clause clause : clauses) {
      if (!sql.isEmpty()) {
        sql.append(' ');
      }
      sql.append(render(clause.range()));
    }
    return sql.toString();
  }

  /** Whether a table is one: no common table expression of this name is known here. */
  protected final boolean isTable(Source source) {
    return source.kind() == Source.Kind.TABLE
        && (source.isQualified()
            || commonTables.stream().noneMatch(names -> names.contains(source.tableName(tokens))));
  }
}
