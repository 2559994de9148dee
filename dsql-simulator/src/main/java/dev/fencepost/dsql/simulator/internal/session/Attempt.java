// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.backend.Step;
import dev.fencepost.dsql.simulator.internal.conflict.RowReport;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import dev.fencepost.dsql.simulator.internal.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One attempt to execute a task in its session's transaction. */
final class Attempt {

  private final TransactionSession session;
  private final Cluster cluster;
  private final Contention contention;
  private final Task task;
  private final RowSink rows;
  private final List<byte[]> kept = new ArrayList<>();
  private final List<Message> notices = new ArrayList<>();
  private final List<RowReport> reports = new ArrayList<>();
  private Description description = Description.NOTHING;
  private String tag = "";
  private ErrorFields error = ErrorFields.error("XX000", "no answer");

  Attempt(TransactionSession session, Contention contention, Task task, RowSink rows) {
    this.session = session;
    this.cluster = session.cluster();
    this.contention = contention;
    this.task = task;
    this.rows = rows;
  }

  Task.Effect effect() {
    return task.effect();
  }

  Obstacle run(Transaction running) throws IOException {
    List<Step> steps = session.startSteps(running);
    for (int number = 0; number < task.commands().size(); number++) {
      Command command = task.commands().get(number);
      Obstacle obstacle = add(running, session.run(steps, command, sink(running, number)));
      if (obstacle != Obstacle.NONE) {
        return obstacle;
      }
      steps = List.of();
    }
    return Obstacle.NONE;
  }

  Obstacle runAlone(Transaction running) throws IOException {
    List<Step> steps = new ArrayList<>(session.startSteps(running));
    if (running.form() != Transaction.Form.STATEMENT) {
      steps.add(Step.MARK);
    }
    steps.add(Step.WAIT_FOR_LOCKS);
    for (int number = 0; number < task.commands().size(); number++) {
      Command command = task.commands().get(number);
      Reply reply = contention.runWatched(steps, command, sink(running, number));
      Obstacle obstacle = add(running, reply);
      if (obstacle != Obstacle.NONE) {
        return obstacle;
      }
      steps = List.of();
    }
    session.backend().run(Step.WAIT_NO_LONGER);
    return Obstacle.NONE;
  }

  private RowSink sink(Transaction running, int number) {
    if (number + 1 < task.commands().size()) {
      return noRows -> {};
    }
    // Somebody may interrupt a query to get at the rows its transaction has changed.
    boolean keep = task.effect().isBuffered() || !running.journal.isEmpty();
    return keep ? kept::add : rows;
  }

  private Obstacle add(Transaction running, Reply reply) throws IOException {
    reply.error().ifPresent(fields -> error = fields);
    reply.description().ifPresent(found -> description = found);
    reply.tag().ifPresent(found -> tag = found);
    notices.addAll(reply.notices());
    reply.reports().forEach(report -> reports.add(RowReport.read(report)));
    return Obstacle.of(reply, running, cluster);
  }

  SqlFailure failure() {
    if (error.sqlState().equals("54000") && error.message().startsWith("index row")) {
      return new SqlFailure("54000", "key size too large");
    }
    return new SqlFailure(error);
  }

  /** Takes what it did into the transaction, before anybody else can displace it. */
  void accept(Transaction running) throws IOException, SqlFailure {
    for (RowReport report : reports) {
      running.footprint.add(report);
      if (report.longestKey() > cluster.limits().keyBytes()) {
        throw new SqlFailure("54000", "key size too large");
      }
    }
    if (running.footprint.rows() > cluster.limits().transactionRows()) {
      throw new SqlFailure("54000", "transaction row limit exceeded");
    }
    running.defined |= task.effect() == Task.Effect.DEFINITION;
    running.changed |= task.effect() == Task.Effect.CHANGES;
    // A query may call a function that writes.
    if (task.effect().isReplayed() || reports.stream().anyMatch(RowReport::written)) {
      running.journal.addAll(task.commands());
    }
    if (task.effect() == Task.Effect.DEFINITION) {
      session.backend().forgetStatements();
    }
    for (byte[] row : kept) {
      rows.row(row);
    }
  }

  Answer answer() {
    return new Answer(description, task.tag().or(() -> tagOf(tag)), notices);
  }

  private static Optional<String> tagOf(String tag) {
    return tag.isEmpty() ? Optional.empty() : Optional.of(tag);
  }
}
