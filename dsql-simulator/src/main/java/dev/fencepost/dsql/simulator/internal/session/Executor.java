// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Description;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.backend.Step;
import dev.fencepost.dsql.simulator.internal.conflict.Footprint;
import dev.fencepost.dsql.simulator.internal.conflict.RowReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Executes the statements of a session's transaction. */
final class Executor {

  private final TransactionSession session;
  private final Cluster cluster;
  private final Contention contention;

  Executor(TransactionSession session) {
    this.session = session;
    this.cluster = session.cluster();
    this.contention = new Contention(session);
  }

  /** Executes a task in a transaction. */
  Answer execute(Transaction running, Task task, RowSink rows) throws IOException, SqlFailure {
    checkRules(running, task);
    Attempt attempt = new Attempt(session, contention, task, rows);
    Obstacle obstacle = tryNow(running, attempt);
    while (obstacle == Obstacle.DISPLACED && !task.effect().isBuffered()) {
      // A query may take long, and must not have the turn meanwhile.
      restoreAlone(running);
      attempt = new Attempt(session, contention, task, rows);
      obstacle = tryNow(running, attempt);
    }
    return switch (obstacle) {
      case NONE -> attempt.answer();
      case FAILED -> throw attempt.failure();
      case BLOCKED, DISPLACED -> executeAlone(running, task, rows);
      case LOST -> {
        if (running.form() == Transaction.Form.STATEMENT) {
          throw SqlFailure.conflict();
        }
        yield executeAlone(running, task, rows);
      }
    };
  }

  /** Tries to execute a task beside others; nothing is left of it unless it succeeds or fails. */
  private Obstacle tryNow(Transaction running, Attempt attempt) throws IOException, SqlFailure {
    Lock turn = cluster.turn().readLock();
    boolean shared = attempt.effect().isBuffered();
    if (shared) {
      turn.lock();
    }
    try {
      session.own().lock();
      try {
        if (running.displaced) {
          return Obstacle.DISPLACED;
        }
        Obstacle obstacle = attempt.run(running);
        switch (obstacle) {
          case NONE -> attempt.accept(running);
          case BLOCKED, DISPLACED, LOST -> giveWay(running);
          case FAILED -> {
            // What is left of it goes with its transaction.
          }
        }
        return obstacle;
      } finally {
        session.own().unlock();
      }
    } finally {
      if (shared) {
        turn.unlock();
      }
    }
  }

  private void restoreAlone(Transaction running) throws IOException {
    Lock turn = cluster.turn().writeLock();
    turn.lock();
    try {
      session.own().lock();
      try {
        contention.restore(running);
      } finally {
        session.own().unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Asks what a command takes and answers; who changes its tables just now is displaced. */
  Reply describe(Command command) throws IOException {
    Reply reply = session.describe(command);
    if (!Obstacle.isBlocked(reply)) {
      return reply;
    }
    Lock turn = cluster.turn().writeLock();
    turn.lock();
    try {
      session.own().lock();
      try {
        Transaction running = session.transaction().orElse(null);
        do {
          if (running != null && running.begun) {
            giveWay(running);
            contention.restore(running);
          }
          reply = contention.describeWatched(command);
        } while (Obstacle.isBlocked(reply));
        return reply;
      } finally {
        session.own().unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * Executes a query outside of any transaction; answers empty if it meets somebody else's locks.
   */
  Optional<Answer> executeOutside(Task task, RowSink rows) throws IOException, SqlFailure {
    Reply reply = session.run(List.of(), task.answering(), rows);
    if (Obstacle.isBlocked(reply)) {
      return Optional.empty();
    }
    if (reply.error().isPresent()) {
      throw new SqlFailure(reply.error().get());
    }
    if (!reply.reports().isEmpty()) {
      Footprint written = new Footprint();
      reply.reports().forEach(report -> written.add(RowReport.read(report)));
      cluster.commits().record(written);
    }
    return Optional.of(
        new Answer(
            reply.description().orElse(Description.NOTHING),
            task.tag().or(reply::tag),
            reply.notices()));
  }

  /** Undoes what an attempt that met an obstacle has left. */
  private void giveWay(Transaction running) throws IOException {
    if (running.form() == Transaction.Form.STATEMENT) {
      session.undo(running);
    } else {
      session.undoAll(running);
    }
  }

  private Answer executeAlone(Transaction running, Task task, RowSink rows)
      throws IOException, SqlFailure {
    Lock turn = cluster.turn().writeLock();
    boolean shared = cluster.turn().getReadHoldCount() > 0;
    if (shared) {
      cluster.turn().readLock().unlock();
    }
    turn.lock();
    try {
      session.own().lock();
      try {
        contention.restore(running);
        Attempt attempt = new Attempt(session, contention, task, rows);
        Obstacle obstacle = attempt.runAlone(running);
        return switch (obstacle) {
          case NONE -> {
            attempt.accept(running);
            yield attempt.answer();
          }
          case LOST -> lose(running, task, rows);
          case BLOCKED, DISPLACED, FAILED -> throw attempt.failure();
        };
      } finally {
        session.own().unlock();
      }
    } finally {
      if (shared) {
        cluster.turn().readLock().lock();
      }
      turn.unlock();
    }
  }

  /** The transaction can't commit any more; its statement is answered from its snapshot. */
  private Answer lose(Transaction running, Task task, RowSink rows) throws IOException, SqlFailure {
    if (running.form() == Transaction.Form.STATEMENT) {
      throw SqlFailure.conflict();
    }
    session.backend().run(Step.UNDO);
    running.lost = true;
    return new SnapshotAnswer(session).answer(running, task, rows);
  }

  private void checkRules(Transaction running, Task task) throws SqlFailure {
    if (task.effect() == Task.Effect.DEFINITION) {
      if (running.defined) {
        throw new SqlFailure("0A000", "multiple ddl statements not supported in a transaction");
      }
      if (running.changed) {
        throw new SqlFailure("0A000", "ddl and dml are not supported in the same transaction");
      }
    }
    boolean changes = task.effect() == Task.Effect.CHANGES || task.effect() == Task.Effect.LOCKS;
    if (running.defined && changes) {
      throw new SqlFailure("0A000", "ddl and dml are not supported in the same transaction");
    }
  }
}
