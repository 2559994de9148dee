// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement as it is executed behind.
 *
 * @param statement the client's statement
 * @param commands what is executed; the last one's rows are the answer
 * @param effect what it may leave behind
 * @param tag the command tag, if it is not that of the last command
 */
record Task(Statement statement, List<Command> commands, Effect effect, Optional<String> tag) {

  /** What a statement may leave behind. */
  enum Effect {
    /** Nothing. */
    NONE,
    /** A setting of the session, which is lost when the transaction is undone. */
    SETTING,
    /** Locks, which are in the footprint only. */
    LOCKS,
    /** Changed rows. */
    CHANGES,
    /** A changed catalog. */
    DEFINITION;

    /** Whether it has to be done again once the transaction was undone. */
    boolean isReplayed() {
      return this == SETTING || this == CHANGES || this == DEFINITION;
    }

    /** Whether its rows have to be kept until it is sure that it has succeeded. */
    boolean isBuffered() {
      return this != NONE && this != SETTING;
    }
  }

  Task {
    commands = List.copyOf(commands);
  }

  /** The task of a statement that is executed behind. */
  static Task of(Statement statement, Command command) {
    return switch (statement) {
      case Statement.LockingQuery query ->
          one(statement, command.withSql(query.reporting()), Effect.LOCKS);
      case Statement.Write write ->
          one(statement, command.withSql(write.reporting()), Effect.CHANGES);
      case Statement.Definition definition -> definition(definition, command);
      case Statement.Setting setting ->
          new Task(
              setting, List.of(command.withSql(setting.behind())), Effect.SETTING, setting.tag());
      case Statement.Query query -> one(query, command.withSql(query.behind()), Effect.NONE);
      case Statement.Utility utility -> one(utility, command, Effect.NONE);
      case Statement.Call call -> one(call, command, Effect.NONE);
      case Statement.Empty empty -> one(empty, command, Effect.NONE);
      case Statement.Control control -> throw new IllegalArgumentException(control.text());
      case Statement.Refused refused -> throw new IllegalArgumentException(refused.text());
    };
  }

  private static Task one(Statement statement, Command command, Effect effect) {
    return new Task(statement, List.of(command), effect, Optional.empty());
  }

  private static Task definition(Statement.Definition definition, Command command) {
    List<Command> commands = new ArrayList<>();
    definition.steps().forEach(step -> commands.add(Command.of(step)));
    definition.rows().ifPresent(rows -> commands.add(command.withSql(rows)));
    return new Task(definition, commands, Effect.DEFINITION, definition.tag());
  }

  Command answering() {
    return commands.getLast();
  }
}
