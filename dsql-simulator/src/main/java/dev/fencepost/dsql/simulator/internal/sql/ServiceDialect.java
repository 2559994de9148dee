// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the statements of a text apart and hands each to its rules. */
final class ServiceDialect implements Dialect {

  private static final int MOST_REMEMBERED = 1_024;
  private static final int LONGEST_REMEMBERED = 32_768;

  private final DialectOptions options;
  private final Map<String, List<Statement>> remembered = new ConcurrentHashMap<>();

  ServiceDialect(DialectOptions options) {
    this.options = options;
  }

  @Override
  public List<Statement> read(String sql) {
    List<Statement> known = remembered.get(sql);
    if (known != null) {
      return known;
    }
    List<Statement> statements = new ArrayList<>();
    for (String text : Script.split(sql)) {
      statements.add(statement(text));
    }
    List<Statement> answer =
        statements.isEmpty() ? List.of(new Statement.Empty("")) : List.copyOf(statements);
    if (sql.length() <= LONGEST_REMEMBERED) {
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(sql, answer);
    }
    return answer;
  }

  private Statement statement(String text) {
    Tokens tokens = Tokens.of(text);
    if (!tokens.isBalanced()) {
      return new Statement.Query(text, text);
    }
    try {
      return statement(tokens);
    } catch (IndexOutOfBoundsException | NoSuchElementException unreadable) {
      // Not what a grammar allows: the PostgreSQL behind says where it is wrong.
      return new Statement.Query(text, text);
    } catch (StackOverflowError tooDeep) {
      return new Refusal("54001", "stack depth limit exceeded").of(text);
    }
  }

  private Statement statement(Tokens tokens) {
    String text = tokens.text();
    Token first = tokens.at(0);
    if (first.kind() != Token.Kind.WORD) {
      return first.isSign("(") ? query(tokens) : new Statement.Query(text, text);
    }
    return switch (first.value()) {
      case "select", "with", "values", "table", "insert", "update", "delete", "merge" ->
          query(tokens);
      case "begin", "start" -> new TransactionRules(tokens).begin();
      case "commit", "end" -> new TransactionRules(tokens).commit();
      case "rollback", "abort" -> new TransactionRules(tokens).rollback();
      case "savepoint" -> new TransactionRules(tokens).unsupported("SAVEPOINT");
      case "release" -> new TransactionRules(tokens).unsupported("RELEASE");
      case "prepare" ->
          tokens.is(1, "transaction")
              ? new TransactionRules(tokens).unsupported("PREPARE TRANSACTION")
              : never(tokens);
      case "set" -> new SettingRules(tokens).set();
      case "reset" -> new SettingRules(tokens).reset();
      case "show" -> new SettingRules(tokens).show();
      case "create" -> new CreateRules(tokens, this).read();
      case "alter" -> new OtherRules(tokens).alter();
      case "drop" -> new OtherRules(tokens).drop();
      case "grant", "revoke" -> new OtherRules(tokens).privileges();
      case "aws" -> new OtherRules(tokens).identityMapping();
      case "comment" -> Definitions.of(text);
      case "call" -> new Statement.Call(text);
      case "vacuum" -> Refusal.unsupported("unsupported VACUUM statement").of(text);
      case "explain" -> explain(tokens);
      case "analyze", "analyse" -> new Statement.Utility(text);
      default -> never(tokens);
    };
  }

  private static Statement never(Tokens tokens) {
    return new OtherRules(tokens)
        .refusal()
        .<Statement>map(refusal -> refusal.of(tokens.text()))
        .orElseGet(() -> new Statement.Query(tokens.text(), tokens.text()));
  }

  /** Why the service refuses a query that is part of a statement. */
  Optional<Refusal> refusal(Tokens tokens, Range query) {
    return QueryFacts.of(tokens, query).refusal(options).or(() -> Functions.refusal(tokens, query));
  }

  private Statement explain(Tokens tokens) {
    int at = 1;
    boolean executes = tokens.is(1, "analyze");
    while (at < tokens.size() && !WithClause.startsQuery(tokens, at) && !tokens.is(at, "create")) {
      executes |= tokens.opens(at) && tokens.find(tokens.inside(at), "analyze") >= 0;
      at = tokens.next(at);
    }
    Range explained = new Range(at, tokens.size());
    Optional<Refusal> refusal = refusal(tokens, explained);
    if (refusal.isPresent()) {
      return refusal.get().of(tokens.text());
    }
    return executes && QueryFacts.of(tokens, explained).changes()
        ? new ExplainedWrite(tokens.text())
        : new Statement.Utility(tokens.text());
  }

  private Statement query(Tokens tokens) {
    String text = tokens.text();
    QueryFacts facts = QueryFacts.of(tokens, tokens.all());
    Optional<Refusal> refusal =
        facts.refusal(options).or(() -> Functions.refusal(tokens, tokens.all()));
    if (refusal.isPresent()) {
      return refusal.get().of(text);
    }
    if (facts.changes()) {
      return new ReadWrite(
          tokens, facts.locks() ? new LockReporter(tokens).query(tokens.all()) : text);
    }
    if (facts.locks()) {
      return new Statement.LockingQuery(text, new LockReporter(tokens).query(tokens.all()));
    }
    return new Statement.Query(
        text,
        LateralDefect.isPossible(tokens) ? new LateralDefect(tokens).query(tokens.all()) : text);
  }
}
