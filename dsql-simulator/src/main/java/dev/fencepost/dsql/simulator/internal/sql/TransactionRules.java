// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Locale;
import java.util.Optional;

/** Statements that begin and end transactions. */
final class TransactionRules {

  private final Tokens tokens;

  TransactionRules(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Why the service refuses the isolation level among the modes of a transaction. */
  static Optional<Refusal> isolation(Tokens tokens, Range modes) {
    for (int at = modes.from(); at < modes.to(); at++) {
      if (tokens.are(at, "isolation", "level")) {
        String level = tokens.at(at + 2).value();
        String name = level.equals("read") ? "read " + tokens.at(at + 3).value() : level;
        if (!name.equals("repeatable")) {
          return Optional.of(
              Refusal.unsupported("Unsupported isolation level: " + name.toUpperCase(Locale.ROOT)));
        }
      }
    }
    return Optional.empty();
  }

  Statement begin() {
    return isolation(tokens, tokens.all())
        .<Statement>map(refusal -> refusal.of(tokens.text()))
        .orElseGet(
            () -> {
              boolean readOnly = tokens.findDeep(tokens.all(), "read", "only") >= 0;
              if (tokens.is(0, "start")) {
                return control(
                    readOnly
                        ? Statement.ControlAction.START_TRANSACTION_READ_ONLY
                        : Statement.ControlAction.START_TRANSACTION);
              }
              return control(
                  readOnly
                      ? Statement.ControlAction.BEGIN_READ_ONLY
                      : Statement.ControlAction.BEGIN);
            });
  }

  Statement commit() {
    return tokens.is(1, "prepared")
        ? unsupported("COMMIT PREPARED")
        : control(Statement.ControlAction.COMMIT);
  }

  Statement rollback() {
    if (tokens.is(1, "prepared")) {
      return unsupported("ROLLBACK PREPARED");
    }
    return tokens.find(tokens.all(), "to") >= 0
        ? unsupported("ROLLBACK TO")
        : control(Statement.ControlAction.ROLLBACK);
  }

  Statement unsupported(String what) {
    return Refusal.unsupported("unsupported transaction statement: " + what).of(tokens.text());
  }

  private Statement control(Statement.ControlAction action) {
    return new Statement.Control(tokens.text(), action);
  }
}
