// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;
import java.util.Optional;

/** Looks through all queries of a statement for what decides how it is treated. */
final class QueryFacts extends QueryRewriter {

  private boolean locks;
  private boolean refusedLock;
  private boolean changes;
  private boolean commonChanges;
  private boolean into;
  private boolean merges;

  private QueryFacts(Tokens tokens) {
    super(tokens);
  }

  static QueryFacts of(Tokens tokens, Range query) {
    QueryFacts facts = new QueryFacts(tokens);
    String unused = facts.query(query);
    return facts;
  }

  /** Whether something in it is locked as the service locks. */
  boolean locks() {
    return locks;
  }

  /** Whether INSERT, UPDATE or DELETE stands in it. */
  boolean changes() {
    return changes;
  }

  /** What the service refuses of it. */
  Optional<Refusal> refusal(DialectOptions options) {
    if (merges) {
      return Optional.of(Refusal.unsupported("unsupported statement type: MERGE"));
    }
    if (into) {
      return Optional.of(Refusal.unsupported("unsupported statement: CreateTableAs"));
    }
    if (refusedLock) {
      return Optional.of(
          Refusal.unsupported(
              "locking clauses other than FOR UPDATE/FOR KEY SHARE are not supported"));
    }
    if (commonChanges && options.dataModifyingCtes() == DialectOptions.DataModifyingCtes.REFUSED) {
      return Optional.of(
          Refusal.unsupported("data-modifying statements in WITH are not supported"));
    }
    return Optional.empty();
  }

  @Override
  protected String common(WithClause.Part part) {
    int first = WithClause.read(tokens, tokens.inside(part.open())).main().from();
    commonChanges |= WithClause.startsChange(tokens, first);
    return super.common(part);
  }

  @Override
  protected String main(Range range) {
    if (WithClause.startsChange(tokens, range.from())) {
      changes = true;
      merges |= tokens.is(range.from(), "merge");
      if (tokens.is(range.from(), "insert")) {
        Insert insert = Insert.read(tokens, range);
        render(new Range(range.from(), insert.source().from()));
        query(insert.source());
        return render(new Range(insert.source().to(), range.to()));
      }
      return render(range);
    }
    List<Clause> clauses = Clause.read(tokens, range);
    into |= Clause.has(clauses, Clause.Kind.INTO);
    Optional<Clause> from = Clause.find(clauses, Clause.Kind.FROM);
    List<Source> sources = from.map(clause -> Source.read(tokens, clause.body())).orElse(List.of());
    for (Clause clause : clauses) {
      if (clause.kind() == Clause.Kind.LOCK) {
        LockClause.read(tokens, clause.range()).forEach(lock -> lock(lock, sources));
      }
    }
    return render(range);
  }

  private void lock(LockClause lock, List<Source> sources) {
    boolean lockable =
        sources.stream()
            .anyMatch(source -> source.kind() == Source.Kind.SUBQUERY || isTable(source));
    refusedLock |= lock.isRefused() && (lockable || !lock.of().isEmpty());
    locks |= lock.isLock();
  }
}
