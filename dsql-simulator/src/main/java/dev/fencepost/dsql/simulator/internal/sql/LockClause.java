// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A locking clause of a query.
 *
 * @param strength what it asks for
 * @param of the names after OF, without quotes; empty if it means all
 */
record LockClause(Strength strength, List<String> of) {

  enum Strength {
    UPDATE,
    NO_KEY_UPDATE,
    SHARE,
    KEY_SHARE,
    /** FOR READ ONLY: says nothing. */
    NONE
  }

  /** Reads the clauses that stand one after another. */
  static List<LockClause> read(Tokens tokens, Range range) {
    List<LockClause> clauses = new ArrayList<>();
    int at = range.from();
    while (at < range.to()) {
      if (tokens.is(at, "for")) {
        clauses.add(one(tokens, at + 1, range.to()));
      }
      at++;
    }
    return clauses;
  }

  private static LockClause one(Tokens tokens, int start, int end) {
    Strength strength =
        switch (tokens.at(start).value()) {
          case "update" -> Strength.UPDATE;
          case "no" -> Strength.NO_KEY_UPDATE;
          case "share" -> Strength.SHARE;
          case "key" -> Strength.KEY_SHARE;
          default -> Strength.NONE;
        };
    int at = start;
    while (at < end && !tokens.is(at, "for")) {
      if (tokens.is(at, "of")) {
        return new LockClause(strength, names(tokens, at + 1, end));
      }
      at++;
    }
    return new LockClause(strength, List.of());
  }

  private static List<String> names(Tokens tokens, int start, int end) {
    List<String> names = new ArrayList<>();
    for (int at = start; at < end && tokens.at(at).isName(); at += 2) {
      names.add(tokens.at(at).value());
      if (!tokens.isSign(at + 1, ",")) {
        break;
      }
    }
    return names;
  }

  boolean isRefused() {
    return strength == Strength.SHARE || strength == Strength.NO_KEY_UPDATE;
  }

  boolean isLock() {
    return strength != Strength.NONE;
  }

  /** How it is told to the simulator's function. */
  String code() {
    return strength == Strength.KEY_SHARE ? LockReport.FOR_KEY_SHARE : LockReport.FOR_UPDATE;
  }

  /** Whether it names a source, or all. */
  boolean means(String alias) {
    String name =
        alias.startsWith("\"") && alias.length() > 1
            ? alias.substring(1, alias.length() - 1).replace("\"\"", "\"")
            : alias.toLowerCase(java.util.Locale.ROOT);
    return of.isEmpty() || of.contains(name);
  }
}
