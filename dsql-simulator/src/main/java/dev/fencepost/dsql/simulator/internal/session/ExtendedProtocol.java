// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import dev.fencepost.dsql.simulator.internal.wire.BodyReader;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Parse, Bind, Describe, Execute and Close. After an error all is skipped up to the next Sync. */
final class ExtendedProtocol {

  private final TransactionSession session;
  private final StatementRunner runner;
  private final ClientOutput out;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private boolean skipping;

  ExtendedProtocol(TransactionSession session, StatementRunner runner, ClientOutput out) {
    this.session = session;
    this.runner = runner;
    this.out = out;
  }

  /**
   * Answers the messages a client has sent before a Sync or Flush.
   *
   * @param complete whether a Sync has followed, so that nothing more belongs to them
   */
  void answer(List<Message> messages, boolean complete) throws IOException {
    long executions = messages.stream().filter(message -> message.type() == 'E').count();
    StatementRunner.Company company =
        complete && executions == 1
            ? StatementRunner.Company.ALONE
            : StatementRunner.Company.WITH_OTHERS;
    for (Message message : messages) {
      if (!skipping) {
        try {
          answer(message, company);
        } catch (SqlFailure failed) {
          out.error(failed.fields());
          skipping = true;
        }
      }
    }
  }

  /** Ends what Sync ends. */
  void sync() throws IOException {
    try {
      runner.endImplicit();
    } catch (SqlFailure failed) {
      out.error(failed.fields());
    }
    skipping = false;
    if (session.transaction().isEmpty()) {
      portals.clear();
    }
  }

  private void answer(Message message, StatementRunner.Company company)
      throws IOException, SqlFailure {
    BodyReader body = message.reader();
    switch (message.type()) {
      case 'P' -> parse(body);
      case 'B' -> bind(body);
      case 'D' -> describe(body);
      case 'E' -> execute(body, company);
      case 'C' -> close(body);
      default -> throw new SqlFailure("08P01", "invalid frontend message type " + message.type());
    }
  }

  private void parse(BodyReader body) throws IOException, SqlFailure {
    String name = body.string();
    String sql = body.string();
    List<Integer> types = IntStream.range(0, body.int16()).mapToObj(each -> body.int32()).toList();
    List<Statement> found = session.cluster().dialect().read(sql);
    Statement statement = found.getFirst();
    boolean control = statement instanceof Statement.Control;
    if (!control && !(statement instanceof Statement.Empty)) {
      failOn(runner::requireNotAborted);
    }
    if (found.size() > 1) {
      failOn(
          () -> {
            throw new SqlFailure(
                "42601", "cannot insert multiple commands into a prepared statement");
          });
    }
    if (statement instanceof Statement.Refused) {
      runner.run(statement, Command.of(sql), StatementRunner.Company.ALONE, noRows -> {});
    }
    statements.put(name, new Prepared(statement, types));
    out.message('1');
  }

  private void bind(BodyReader body) throws IOException, SqlFailure {
    String portal = body.string();
    Prepared prepared = statement(body.string());
    portals.put(portal, new Portal(prepared, prepared.bind(body.rest())));
    out.message('2');
  }

  private void describe(BodyReader body) throws IOException, SqlFailure {
    if (body.letter() == 'S') {
      Prepared prepared = statement(body.string());
      Description description =
          describe(
              prepared.statement(),
              new Command(prepared.statement().text(), prepared.parameterTypes(), new byte[0]));
      out.parameters(description);
      out.columns(description, List.of());
    } else {
      Portal portal = portal(body.string());
      Description description = describe(portal.prepared.statement(), portal.command);
      out.columns(description, portal.command.resultFormats());
    }
  }

  private Description describe(Statement statement, Command command)
      throws IOException, SqlFailure {
    if (statement instanceof Statement.Control || statement instanceof Statement.Empty) {
      return Description.NOTHING;
    }
    if (statement instanceof Statement.Definition definition && definition.rows().isEmpty()) {
      return Description.NOTHING;
    }
    if (statement instanceof Statement.Call call && runner.isFaultCall(call)) {
      return Description.NOTHING;
    }
    failOn(runner::requireNotAborted);
    Reply reply = runner.describe(Task.of(statement, command).answering());
    if (reply.error().isPresent()) {
      runner.abort();
      throw new SqlFailure(reply.error().get());
    }
    return reply.description().orElse(Description.NOTHING);
  }

  private void execute(BodyReader body, StatementRunner.Company company)
      throws IOException, SqlFailure {
    Portal portal = portal(body.string());
    int limit = body.int32();
    Answer answer = portal.answer;
    if (answer == null) {
      Prepared prepared = portal.prepared;
      if (limit <= 0) {
        out.complete(runner.run(prepared.statement(), portal.command, company, out::row));
        return;
      }
      answer = runner.run(prepared.statement(), portal.command, company, portal.rows::add);
      portal.answer = answer;
    }
    send(portal, answer, limit);
  }

  private void send(Portal portal, Answer answer, int limit) throws IOException {
    int sent = 0;
    while (!portal.rows.isEmpty() && (limit <= 0 || sent < limit)) {
      out.row(portal.rows.removeFirst());
      sent++;
    }
    // As PostgreSQL does: a limit that was just reached leaves the portal open.
    if (limit > 0 && sent == limit) {
      out.message('s');
    } else {
      out.complete(withCount(answer, sent));
    }
  }

  private static Answer withCount(Answer answer, int sent) {
    Optional<String> tag =
        answer.tag().map(text -> text.startsWith("SELECT ") ? "SELECT " + sent : text);
    return new Answer(answer.description(), tag, answer.notices());
  }

  private void close(BodyReader body) {
    if (body.letter() == 'S') {
      statements.remove(body.string());
    } else {
      portals.remove(body.string());
    }
    out.message('3');
  }

  private Prepared statement(String name) throws IOException, SqlFailure {
    return known(statements.get(name), "26000", "prepared statement \"" + name + "\"");
  }

  private Portal portal(String name) throws IOException, SqlFailure {
    return known(portals.get(name), "34000", "portal \"" + name + "\"");
  }

  private <T> T known(@Nullable T found, String sqlState, String what)
      throws IOException, SqlFailure {
    if (found == null) {
      runner.abort();
      throw new SqlFailure(sqlState, what + " does not exist");
    }
    return found;
  }

  private void failOn(Check check) throws IOException, SqlFailure {
    try {
      check.run();
    } catch (SqlFailure failed) {
      runner.abort();
      throw failed;
    }
  }

  @FunctionalInterface
  private interface Check {
    void run() throws SqlFailure;
  }
}
