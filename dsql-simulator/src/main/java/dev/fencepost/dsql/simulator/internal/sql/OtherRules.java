// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ALTER of what is no table, DROP, privileges, and statements of one word. */
final class OtherRules {

  /** Statements the service does not have, and the names of their parse nodes. */
  private static final Map<String, String> NODES =
      Map.ofEntries(
          Map.entry("truncate", "Truncate"),
          Map.entry("lock", "Lock"),
          Map.entry("listen", "Listen"),
          Map.entry("notify", "Notify"),
          Map.entry("unlisten", "Unlisten"),
          Map.entry("cluster", "Cluster"),
          Map.entry("reindex", "Reindex"),
          Map.entry("checkpoint", "CheckPoint"),
          Map.entry("load", "Load"),
          Map.entry("do", "Do"),
          Map.entry("prepare", "Prepare"),
          Map.entry("execute", "Execute"),
          Map.entry("deallocate", "Deallocate"),
          Map.entry("discard", "Discard"),
          Map.entry("declare", "DeclareCursor"),
          Map.entry("fetch", "Fetch"),
          Map.entry("move", "Fetch"),
          Map.entry("close", "ClosePortal"),
          Map.entry("copy", "Copy"),
          Map.entry("refresh", "RefreshMatView"),
          Map.entry("reassign", "ReassignOwned"),
          Map.entry("security", "SecLabel"),
          Map.entry("import", "ImportForeignSchema"));

  private static final int LARGEST_STATISTICS_TARGET = 100;

  private static final Set<String> DROPPED =
      Set.of(
          "table",
          "view",
          "index",
          "sequence",
          "schema",
          "domain",
          "function",
          "role",
          "user",
          "group",
          "statistics",
          "routine");

  private static final Set<String> ALTERED =
      Set.of(
          "view",
          "index",
          "sequence",
          "schema",
          "domain",
          "function",
          "role",
          "user",
          "group",
          "statistics",
          "routine");

  private final Tokens tokens;

  OtherRules(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Why a statement of a word is refused that is never accepted. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(NODES.get(tokens.at(0).value())).map(Refusal::statement);
  }

  Statement drop() {
    String object = tokens.at(1).value();
    String node =
        switch (object) {
          case "database" -> "Dropdb";
          case "tablespace" -> "DropTableSpace";
          case "owned" -> "DropOwned";
          case "subscription" -> "DropSubscription";
          case "user" -> tokens.is(2, "mapping") ? "DropUserMapping" : "";
          default -> "";
        };
    if (!node.isEmpty()) {
      return Refusal.statement(node).of(tokens.text());
    }
    if (!DROPPED.contains(object)) {
      return Refusal.unsupported("unsupported object in DROP statement").of(tokens.text());
    }
    if (tokens.is(2, "concurrently")) {
      return Refusal.unsupported("CONCURRENTLY not supported for DROP INDEX").of(tokens.text());
    }
    return Definitions.of(tokens.text());
  }

  Statement alter() {
    String object = tokens.at(1).value();
    return switch (object) {
      case "table" -> new AlterTableRules(tokens).read();
      case "system" -> refused(Refusal.statement("AlterSystem"));
      case "database" ->
          refused(Refusal.statement(setting() ? "AlterDatabaseSet" : "AlterDatabase"));
      case "procedure" -> refused(Refusal.unsupported("PROCEDURE is not supported"));
      case "role", "user", "group" -> role();
      case "statistics" -> statistics();
      default -> ALTERED.contains(object) ? Definitions.of(tokens.text()) : unsupported(object);
    };
  }

  private Statement statistics() {
    Token target = tokens.at(tokens.size() - 1);
    boolean tooLarge =
        tokens.are(tokens.size() - 3, "set", "statistics")
            && target.value().matches("[0-9]{1,9}")
            && Integer.parseInt(target.value()) > LARGEST_STATISTICS_TARGET;
    return tooLarge
        ? refused(
            new Refusal(
                "22023",
                "statistics target "
                    + target.value()
                    + " exceeds maximum allowed value of "
                    + LARGEST_STATISTICS_TARGET))
        : Definitions.of(tokens.text());
  }

  private Statement role() {
    if (tokens.are(1, "user", "mapping")) {
      return refused(Refusal.statement("AlterUserMapping"));
    }
    return setting() ? refused(Refusal.statement("AlterRoleSet")) : Definitions.of(tokens.text());
  }

  private boolean setting() {
    return tokens.find(tokens.all(), "set") >= 0 || tokens.find(tokens.all(), "reset") >= 0;
  }

  private Statement unsupported(String object) {
    int rename = tokens.find(tokens.all(), "rename");
    if (rename >= 0 && tokens.is(rename + 1, "to")) {
      return refused(Refusal.unsupported("unsupported object in RENAME statement"));
    }
    return refused(
        switch (object) {
          case "type" -> Refusal.unsupported("ALTER TYPE not supported");
          case "text" ->
              Refusal.statement(
                  tokens.is(3, "configuration") ? "AlterTSConfiguration" : "AlterTSDictionary");
          case "policy" -> Refusal.statement("AlterPolicy");
          case "extension" -> Refusal.statement("AlterExtension");
          case "default" -> Refusal.statement("AlterDefaultPrivileges");
          case "publication" -> Refusal.statement("AlterPublication");
          case "subscription" -> Refusal.statement("AlterSubscription");
          case "tablespace" -> Refusal.statement("AlterTableSpaceOptions");
          case "event" -> Refusal.statement("AlterEventTrig");
          case "foreign" -> Refusal.statement("AlterFdw");
          case "server" -> Refusal.statement("AlterForeignServer");
          case "operator" -> Refusal.statement("AlterOperator");
          case "collation" -> Refusal.statement("AlterCollation");
          default -> Refusal.statement("AlterObject");
        });
  }

  /** Nobody gets or loses privileges on what belongs to the service. */
  Statement privileges() {
    for (int at = 1; at < tokens.size(); at++) {
      if (tokens.are(at, "on", "schema")) {
        for (int name = at + 2; tokens.at(name).isName(); name += 2) {
          if (Set.of("public", "sys", "pg_catalog", "information_schema")
              .contains(tokens.at(name).value())) {
            return refused(Refusal.unsupported("feature not supported on system entity"));
          }
          if (!tokens.isSign(name + 1, ",")) {
            break;
          }
        }
      }
    }
    return Definitions.of(tokens.text());
  }

  /** AWS IAM GRANT role TO 'arn', AWS IAM REVOKE role FROM 'arn'. */
  Statement identityMapping() {
    if (!tokens.isAny(2, "grant", "revoke") || tokens.at(5).kind() != Token.Kind.STRING) {
      return new Statement.Query(tokens.text(), tokens.text());
    }
    boolean grant = tokens.is(2, "grant");
    return new Statement.Definition(
        tokens.text(),
        java.util.List.of(
            "CALL simulator."
                + (grant ? "grant_identity" : "revoke_identity")
                + "("
                + Definitions.literal(tokens.at(3).value())
                + ", "
                + Definitions.literal(tokens.at(5).value())
                + ")"),
        Optional.empty(),
        Optional.of(grant ? "AWS IAM GRANT" : "AWS IAM REVOKE"));
  }

  private Statement refused(Refusal refusal) {
    return refusal.of(tokens.text());
  }
}
