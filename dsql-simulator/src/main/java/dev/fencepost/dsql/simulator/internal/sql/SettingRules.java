// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SET, RESET and SHOW. */
final class SettingRules {

  private static final Set<String> ALLOWED =
      Set.of(
          "application_name",
          "client_encoding",
          "datestyle",
          "extra_float_digits",
          "intervalstyle",
          "timezone",
          "search_path");

  /** Only the service knows this one. */
  private static final String SYNC_INDEX = "disable_sync_create_index";

  /** What the service answers, whatever the PostgreSQL behind would. */
  private static final Map<String, String> ANSWERS =
      Map.of("max_connections", "20", "server_version", "16.15", "server_version_num", "160015");

  private final Tokens tokens;

  SettingRules(Tokens tokens) {
    this.tokens = tokens;
  }

  Statement set() {
    int at = 1;
    if (tokens.is(at, "constraints")) {
      return setting(tokens.text());
    }
    boolean session = tokens.is(at, "session");
    if (tokens.isAny(at, "session", "local") && tokens.at(at + 1).isName()) {
      at++;
    }
    if (tokens.is(at, "transaction")) {
      return transaction("TRANSACTION", at + 1);
    }
    if (session && tokens.is(at, "characteristics")) {
      return transaction("SESSION CHARACTERISTICS", at + 1);
    }
    if (tokens.are(at, "time", "zone") || tokens.isAny(at, "names", "schema")) {
      return setting(tokens.text());
    }
    return parameter(
        session && tokens.is(at, "authorization") ? "session_authorization" : name(at), at);
  }

  Statement reset() {
    if (tokens.is(1, "all") || tokens.are(1, "time", "zone")) {
      return setting(tokens.text());
    }
    return parameter(tokens.is(1, "session") ? "session_authorization" : name(1), 1);
  }

  Statement show() {
    String answer = tokens.size() == 2 ? ANSWERS.get(tokens.at(1).value()) : null;
    if (answer == null) {
      return setting(tokens.text());
    }
    return new Statement.Setting(
        tokens.text(), "SELECT '" + answer + "' AS " + tokens.at(1).value(), Optional.of("SHOW"));
  }

  private String name(int at) {
    StringBuilder name = new StringBuilder(tokens.at(at).value());
    for (int next = at + 1; tokens.isSign(next, "."); next += 2) {
      name.append('.').append(tokens.at(next + 1).value());
    }
    return name.toString();
  }

  private Statement parameter(String name, int at) {
    if (name.equals(SYNC_INDEX)) {
      return setting(new Edits(tokens).prepend(at, "simulator.").text());
    }
    if (ALLOWED.contains(name) || name.startsWith("enable_")) {
      return setting(tokens.text());
    }
    return refused(name);
  }

  private Statement transaction(String name, int modes) {
    return TransactionRules.isolation(tokens, new Range(modes, tokens.size()))
        .map(refusal -> (Statement) refusal.of(tokens.text()))
        .orElseGet(() -> refused(name));
  }

  private Statement refused(String name) {
    return Refusal.unsupported("setting configuration parameter \"" + name + "\" not supported")
        .of(tokens.text());
  }

  private Statement setting(String behind) {
    return new Statement.Setting(tokens.text(), behind, Optional.empty());
  }
}
