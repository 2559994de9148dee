// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Locale;
import java.util.Optional;

/** ALTER TABLE: what of it the service has. */
final class AlterTableRules {

  private final Tokens tokens;
  private final Edits edits;
  private boolean async;
  private String check = "";

  AlterTableRules(Tokens tokens) {
    this.tokens = tokens;
    this.edits = new Edits(tokens);
  }

  Statement read() {
    int at = 2;
    async = tokens.is(at, "async");
    if (async) {
      edits.remove(at);
      at++;
    }
    if (tokens.are(at, "if", "exists")) {
      at += 2;
    }
    if (tokens.is(at, "only")) {
      at++;
    }
    int name = at;
    while (tokens.isSign(at + 1, ".")) {
      at += 2;
    }
    Range table = new Range(name, at + 1);
    at++;
    if (tokens.isSign(at, "*")) {
      at++;
    }
    for (Range action : tokens.split(new Range(at, tokens.size()))) {
      if (async && tokens.are(action.from(), "validate", "constraint")) {
        return job(table, action.from() + 2);
      }
      Optional<Refusal> refusal = action(action, table);
      if (refusal.isPresent()) {
        return refusal.get().of(tokens.text());
      }
    }
    if (async) {
      return Refusal.syntaxErrorAt(tokens.slice(new Range(3, 4))).of(tokens.text());
    }
    return check.isEmpty()
        ? Definitions.of(tokens.text(), edits.text())
        : Definitions.checked(tokens.text(), check);
  }

  private Statement job(Range table, int constraint) {
    return Definitions.job(
        tokens.text(),
        "SELECT job_id FROM simulator.validate_constraint("
            + Definitions.literal(tokens.slice(table))
            + ", "
            + Definitions.literal(tokens.at(constraint).value())
            + ")",
        "ALTER TABLE");
  }

  private Optional<Refusal> action(Range action, Range table) {
    int at = action.from();
    return switch (tokens.at(at).value()) {
      case "add" -> add(action);
      case "drop" -> drop(at, table);
      case "alter" -> tokens.is(at + 1, "constraint") ? Optional.empty() : alterColumn(action);
      case "validate" -> unsupported("VALIDATE CONSTRAINT statement");
      case "rename", "owner" -> Optional.empty();
      case "set" -> tokens.is(at + 1, "schema") ? Optional.empty() : other(action);
      case "enable", "disable", "force", "no" -> security(action);
      default -> other(action);
    };
  }

  private static Optional<Refusal> unsupported(String what) {
    return Optional.of(Refusal.unsupported("unsupported ALTER TABLE " + what));
  }

  private Optional<Refusal> other(Range action) {
    StringBuilder words = new StringBuilder();
    for (int at = action.from(); at < Math.min(action.to(), action.from() + 2); at++) {
      if (tokens.at(at).kind() == Token.Kind.WORD) {
        words.append(tokens.at(at).value().toUpperCase(Locale.ROOT)).append(' ');
      }
    }
    return unsupported(words + "statement");
  }

  private Optional<Refusal> security(Range action) {
    int row = tokens.find(action, "row");
    if (row < 0) {
      return other(action);
    }
    String verb = tokens.slice(new Range(action.from(), row)).toUpperCase(Locale.ROOT);
    return unsupported(verb + " ROW SECURITY");
  }

  private Optional<Refusal> add(Range action) {
    int at = action.from() + 1;
    if (tokens.isAny(at, "constraint", "primary", "unique", "check", "foreign", "exclude")) {
      return addConstraint(new Range(tokens.is(at, "constraint") ? at + 2 : at, action.to()));
    }
    if (tokens.is(at, "column")) {
      at++;
    }
    if (tokens.are(at, "if", "not", "exists")) {
      at += 3;
    }
    TypeName type = TypeName.read(tokens, at + 1);
    Optional<Refusal> refusal = type.refusal();
    if (refusal.isPresent()) {
      return refusal;
    }
    if (type.isNumericWithoutPrecision()) {
      edits.append(type.last(), "(18,6)");
    }
    int rest = type.end();
    while (tokens.isAny(rest, "storage", "compression", "collate")) {
      rest += 2;
      while (tokens.isSign(rest, ".")) {
        rest += 2;
      }
    }
    return rest < action.to()
        ? Optional.of(Refusal.unsupported("ALTER TABLE ADD COLUMN with constraint not supported"))
        : Optional.empty();
  }

  private Optional<Refusal> addConstraint(Range constraint) {
    boolean late =
        tokens.isAny(constraint.from(), "foreign", "check")
            && tokens.are(constraint.to() - 2, "not", "valid");
    boolean unique = tokens.are(constraint.from(), "unique", "using", "index");
    return late || unique ? Optional.empty() : unsupported("ADD CONSTRAINT statement");
  }

  private Optional<Refusal> drop(int start, Range table) {
    int at = start + 1;
    if (tokens.is(at, "constraint")) {
      return Optional.empty();
    }
    if (tokens.is(at, "column")) {
      at++;
    }
    if (tokens.are(at, "if", "exists")) {
      at += 2;
    }
    check =
        "CALL simulator.check_drop_column("
            + Definitions.literal(tokens.slice(table))
            + ", "
            + Definitions.literal(tokens.at(at).value())
            + ")";
    return Optional.empty();
  }

  private Optional<Refusal> alterColumn(Range action) {
    int at = action.from() + (tokens.is(action.from() + 1, "column") ? 3 : 2);
    String column = "ALTER COLUMN ... ";
    if (tokens.is(at, "type") || tokens.are(at, "set", "data")) {
      return unsupported(column + "SET DATA TYPE statement");
    }
    if (tokens.are(at, "add", "generated")) {
      int identity = Identity.find(tokens, action);
      return identity < 0 ? Optional.empty() : Identity.cache(tokens, identity);
    }
    if (!tokens.is(at, "set")) {
      return tokens.is(at, "reset") ? unsupported(column + "RESET statement") : Optional.empty();
    }
    if (tokens.are(at + 1, "not", "null")) {
      return unsupported(column + "SET NOT NULL statement");
    }
    String property = tokens.at(at + 1).value();
    return switch (property) {
      case "statistics", "compression" ->
          unsupported(column + "SET " + property.toUpperCase(Locale.ROOT) + " statement");
      case "(" -> unsupported(column + "SET statement");
      default -> Optional.empty();
    };
  }
}
