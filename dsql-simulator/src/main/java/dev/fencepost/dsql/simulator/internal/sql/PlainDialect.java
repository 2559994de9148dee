// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells statements apart by their first words. */
final class PlainDialect implements Dialect {

  private static final Set<String> WRITES = Set.of("INSERT", "UPDATE", "DELETE");
  private static final Set<String> DEFINITIONS =
      Set.of("CREATE", "ALTER", "DROP", "GRANT", "REVOKE", "COMMENT");
  private static final Set<String> SETTINGS = Set.of("SET", "RESET", "SHOW");

  PlainDialect(DialectOptions options) {}

  @Override
  public List<Statement> read(String sql) {
    List<Statement> statements = new ArrayList<>();
    for (String text : Texts.split(sql)) {
      statements.add(statement(text));
    }
    return statements.isEmpty() ? List.of(new Statement.Empty("")) : List.copyOf(statements);
  }

  private static Statement statement(String text) {
    List<String> words = Texts.words(text);
    String first = words.isEmpty() ? "" : words.getFirst().toUpperCase(Locale.ROOT);
    boolean writes =
        words.stream().anyMatch(word -> WRITES.contains(word.toUpperCase(Locale.ROOT)));
    return switch (first) {
      case "BEGIN" -> new Statement.Control(text, Statement.ControlAction.BEGIN);
      case "START" -> new Statement.Control(text, Statement.ControlAction.START_TRANSACTION);
      case "COMMIT", "END" -> new Statement.Control(text, Statement.ControlAction.COMMIT);
      case "ROLLBACK", "ABORT" -> new Statement.Control(text, Statement.ControlAction.ROLLBACK);
      case "CALL" -> new Statement.Call(text);
      case "WITH" -> writes ? new PlainWrite(text, "SELECT", true) : new Statement.Query(text, text);
      default -> {
        if (WRITES.contains(first)) {
          boolean returning = words.stream().anyMatch("RETURNING"::equalsIgnoreCase);
          yield new PlainWrite(text, first, returning);
        }
        if (DEFINITIONS.contains(first)) {
          yield new Statement.Definition(text, List.of(text), Optional.empty(), Optional.empty());
        }
        if (SETTINGS.contains(first)) {
          yield new Statement.Setting(text, text, Optional.empty());
        }
        yield new Statement.Query(text, text);
      }
    };
  }

  private record PlainWrite(String text, String verb, boolean returnsRows)
      implements Statement.Write {

    @Override
    public String reporting() {
      return text;
    }

    @Override
    public Optional<String> asSelect() {
      return Optional.empty();
    }
  }
}
