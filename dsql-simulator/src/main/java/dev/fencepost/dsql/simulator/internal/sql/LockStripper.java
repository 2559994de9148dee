// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;

/** Leaves the locking clauses of all queries out. */
class LockStripper extends QueryRewriter {

  LockStripper(Tokens tokens) {
    super(tokens);
  }

  @Override
  protected String main(Range range) {
    if (WithClause.startsChange(tokens, range.from())) {
      return change(range);
    }
    List<Clause> clauses = Clause.read(tokens, range);
    return Clause.has(clauses, Clause.Kind.LOCK)
        ? render(clauses.stream().filter(clause -> clause.kind() != Clause.Kind.LOCK).toList())
        : render(range);
  }

  /** Writes INSERT, UPDATE, DELETE or MERGE. */
  protected String change(Range range) {
    if (!tokens.is(range.from(), "insert")) {
      return render(range);
    }
    Insert insert = Insert.read(tokens, range);
    return render(new Range(range.from(), insert.source().from()))
        + " "
        + query(insert.source())
        + (insert.source().to() < range.to()
            ? " " + render(new Range(insert.source().to(), range.to()))
            : "");
  }
}
