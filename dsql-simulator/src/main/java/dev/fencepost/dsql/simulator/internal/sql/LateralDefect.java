// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The service's planner fails where the subquery of a LEFT JOIN LATERAL answers a column of a table
 * outside of it whose type is not that of its own table's column at this place. Here such a column
 * is handed to a function that compares the types.
 */
final class LateralDefect extends QueryRewriter {

  private final Set<Integer> brackets = new HashSet<>();

  LateralDefect(Tokens tokens) {
    super(tokens);
  }

  /** Whether a statement has a LEFT JOIN LATERAL. */
  static boolean isPossible(Tokens tokens) {
    return tokens.findDeep(tokens.all(), "left", "join", "lateral") >= 0
        || tokens.findDeep(tokens.all(), "left", "outer", "join", "lateral") >= 0;
  }

  @Override
  protected String main(Range range) {
    for (int at = range.from(); at < range.to(); at = tokens.next(at)) {
      if (tokens.are(at, "join", "lateral")
          && (tokens.is(at - 1, "left") || tokens.are(at - 2, "left", "outer"))
          && tokens.opens(at + 2)) {
        brackets.add(at + 2);
      }
    }
    return render(range);
  }

  @Override
  protected String bracketed(int open) {
    Range inside = tokens.inside(open);
    List<Clause> clauses = Clause.read(tokens, inside);
    Optional<Clause> from = Clause.find(clauses, Clause.Kind.FROM);
    if (!brackets.contains(open) || !tokens.is(inside.from(), "select") || from.isEmpty()) {
      return super.bracketed(open);
    }
    List<Source> sources = Source.read(tokens, from.get().body());
    Source first = sources.getFirst();
    if (!isTable(first)) {
      return super.bracketed(open);
    }
    StringBuilder sql = new StringBuilder("SELECT ");
    int position = 0;
    for (Range item : tokens.split(clauses.getFirst().body())) {
      sql.append(position == 0 ? "" : ", ");
      position++;
      sql.append(item(item, sources, first, position));
    }
    return sql.append(' ').append(render(clauses.subList(1, clauses.size()))).toString();
  }

  private String item(Range item, List<Source> sources, Source first, int position) {
    Range expression = OutputName.expression(tokens, item);
    boolean outer =
        expression.to() - expression.from() == 3
            && tokens.isSign(expression.from() + 1, ".")
            && tokens.at(expression.to() - 1).isName()
            && sources.stream()
                .noneMatch(
                    source ->
                        tokens.at(expression.from()).value().equalsIgnoreCase(source.alias()));
    return outer
        ? "simulator.outer_column("
            + tokens.slice(expression)
            + ", "
            + Definitions.literal(tokens.slice(first.name()))
            + "::regclass, "
            + position
            + ") AS "
            + OutputName.quoted(OutputName.of(tokens, item))
        : render(item);
  }
}
