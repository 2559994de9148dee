// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** CREATE: what of it the service has. */
final class CreateRules {

  private static final Map<String, String> NODES =
      Map.ofEntries(
          Map.entry("database", "Createdb"),
          Map.entry("tablespace", "CreateTableSpace"),
          Map.entry("extension", "CreateExtension"),
          Map.entry("policy", "CreatePolicy"),
          Map.entry("aggregate", "Define"),
          Map.entry("collation", "Define"),
          Map.entry("rule", "Rule"),
          Map.entry("cast", "CreateCast"),
          Map.entry("language", "CreatePLang"),
          Map.entry("publication", "CreatePublication"),
          Map.entry("subscription", "CreateSubscription"),
          Map.entry("server", "CreateForeignServer"),
          Map.entry("conversion", "CreateConversion"),
          Map.entry("transform", "CreateTransform"),
          Map.entry("event", "CreateEventTrig"));

  /** About where the definitions of the service's views end. */
  private static final int LONGEST_VIEW = 128 * 1_024;

  private final Tokens tokens;
  private final ServiceDialect dialect;

  CreateRules(Tokens tokens, ServiceDialect dialect) {
    this.tokens = tokens;
    this.dialect = dialect;
  }

  Statement read() {
    int at = 1;
    if (tokens.are(at, "or", "replace")) {
      at += 2;
    }
    if (tokens.isAny(at, "global", "local")) {
      at++;
    }
    boolean temporary = tokens.isAny(at, "temp", "temporary");
    boolean unlogged = tokens.is(at, "unlogged");
    if (temporary || unlogged) {
      at++;
    }
    Token object = tokens.at(at);
    if (object.kind() != Token.Kind.WORD) {
      return Definitions.of(tokens.text());
    }
    return switch (object.value()) {
      case "table" -> table(at, temporary, unlogged);
      case "materialized" -> refused(Refusal.statement("CreateTableAs"));
      case "index" -> new IndexDefinition(tokens, at).read();
      case "unique" ->
          tokens.is(at + 1, "index")
              ? new IndexDefinition(tokens, at + 1).read()
              : Definitions.of(tokens.text());
      case "sequence" -> temporary ? temporary("SEQUENCE") : orRefused(Identity.sequence(tokens));
      case "view" -> temporary ? temporary("VIEW") : view(at);
      case "recursive" -> view(at + 1);
      case "domain" -> domain(at);
      case "type" -> type();
      case "function" -> function();
      case "procedure" -> refused(Refusal.unsupported("PROCEDURE is not supported"));
      case "trigger", "constraint" -> refused(Refusal.unsupported("CREATE TRIGGER not supported"));
      default -> other(at, object.value());
    };
  }

  private Statement refused(Refusal refusal) {
    return refusal.of(tokens.text());
  }

  private Statement temporary(String object) {
    return refused(
        Refusal.unsupported(
            "TEMPORARY or TEMP "
                + object.toLowerCase(Locale.ROOT)
                + " not supported for CREATE "
                + object));
  }

  private Statement orRefused(Optional<Refusal> refusal) {
    return refusal.map(this::refused).orElseGet(() -> Definitions.of(tokens.text()));
  }

  private Statement other(int at, String object) {
    String node =
        switch (object) {
          case "foreign" -> tokens.is(at + 1, "table") ? "CreateForeignTable" : "CreateFdw";
          case "operator" ->
              tokens.is(at + 1, "class")
                  ? "CreateOpClass"
                  : tokens.is(at + 1, "family") ? "CreateOpFamily" : "Define";
          case "text" -> "Define";
          case "access" -> "CreateAm";
          case "user" -> tokens.is(at + 1, "mapping") ? "CreateUserMapping" : "";
          case "trusted", "procedural" -> "CreatePLang";
          case "default" -> "CreateConversion";
          default -> NODES.getOrDefault(object, "");
        };
    return node.isEmpty() ? Definitions.of(tokens.text()) : refused(Refusal.statement(node));
  }

  private Statement table(int at, boolean temporary, boolean unlogged) {
    for (int place = at; place < tokens.size(); place = tokens.next(place)) {
      if (tokens.is(place, "as")
          && (WithClause.startsQuery(tokens, place + 1) || tokens.is(place + 1, "execute"))) {
        return refused(Refusal.statement("CreateTableAs"));
      }
    }
    if (temporary) {
      return temporary("TABLE");
    }
    if (unlogged) {
      return refused(Refusal.unsupported("UNLOGGED table not supported for CREATE TABLE"));
    }
    return new TableDefinition(tokens).read(at);
  }

  private Statement view(int at) {
    if (tokens.text().length() > LONGEST_VIEW) {
      return refused(new Refusal("54000", "view definition too large"));
    }
    int as = tokens.find(new Range(at, tokens.size()), "as");
    return as < 0
        ? Definitions.of(tokens.text())
        : orRefused(dialect.refusal(tokens, new Range(as + 1, tokens.size())));
  }

  private Statement domain(int at) {
    int place = at + 1;
    while (tokens.isSign(place + 1, ".")) {
      place += 2;
    }
    place++;
    return orRefused(TypeName.read(tokens, tokens.is(place, "as") ? place + 1 : place).refusal());
  }

  private Statement type() {
    int as = tokens.find(tokens.all(), "as");
    if (as < 0) {
      return refused(Refusal.statement("Define"));
    }
    if (tokens.is(as + 1, "enum")) {
      return refused(Refusal.unsupported("CREATE TYPE not supported"));
    }
    return refused(Refusal.statement(tokens.is(as + 1, "range") ? "CreateRange" : "CompositeType"));
  }

  /** The body of a function is read when it is created. */
  private Statement function() {
    int language = tokens.find(tokens.all(), "language");
    String name = language < 0 ? "sql" : tokens.at(language + 1).value();
    if (!name.equalsIgnoreCase("sql")) {
      return refused(
          Refusal.unsupported("CREATE FUNCTION with language " + name + " not supported"));
    }
    int returns = tokens.find(tokens.all(), "returns");
    if (returns >= 0 && !tokens.isAny(returns + 1, "table", "null")) {
      TypeName type = TypeName.read(tokens, returns + 1);
      if (type.name().endsWith("range") && type.refusal().isPresent()) {
        return refused(type.notSupported());
      }
    }
    int as = tokens.find(tokens.all(), "as");
    if (as >= 0 && tokens.at(as + 1).kind() == Token.Kind.STRING) {
      for (Statement statement : dialect.read(tokens.at(as + 1).value())) {
        if (statement instanceof Statement.Refused inner) {
          return refused(new Refusal(inner.sqlState(), inner.message()));
        }
      }
    }
    return Definitions.of(tokens.text());
  }
}
