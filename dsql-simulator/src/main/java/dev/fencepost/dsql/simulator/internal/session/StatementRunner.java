// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.dsql.simulator.SchemaConflicts;
import dev.fencepost.dsql.simulator.StatementBoundary;
import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.sql.Statement;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Runs a session's statements one by one: in its transaction, or in one of their own. */
final class StatementRunner {

  /** Whether other statements are sent with a statement, outside of a transaction block. */
  enum Company {
    ALONE,
    WITH_OTHERS
  }

  private final TransactionSession session;
  private final Cluster cluster;
  private String applicationName;
  private final Executor executor;
  private final Commits commits;
  private final FaultCalls faultCalls;

  StatementRunner(TransactionSession session, String applicationName, Runnable cutClient) {
    this.session = session;
    this.cluster = session.cluster();
    this.applicationName = applicationName;
    this.executor = new Executor(session);
    this.commits = new Commits(session, cutClient);
    this.faultCalls = new FaultCalls(cluster.faults());
  }

  /** Runs a statement. When it fails its transaction is aborted, or over if it is no block. */
  Answer run(Statement statement, Command command, Company company, RowSink rows)
      throws IOException, SqlFailure {
    int processId = session.backend().processId();
    try {
      cluster.faults().pass(new StatementBoundary(processId, applicationName, statement.text()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the session is stopped");
    }
    long start = System.nanoTime();
    try {
      Answer answer = answer(statement, command, company, rows);
      answer.parameter("application_name").ifPresent(changed -> applicationName = changed);
      log(statement, Optional.empty(), answer.tag().orElse(""), start);
      return answer;
    } catch (SqlFailure failed) {
      log(statement, Optional.of(failed.fields().sqlState()), failed.fields().message(), start);
      abort();
      throw failed;
    }
  }

  private void log(Statement statement, Optional<String> sqlState, String answer, long start) {
    cluster
        .statementLog()
        .accept(
            new LoggedStatement(
                session.backend().processId(),
                applicationName,
                statement.text(),
                sqlState,
                answer,
                Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Makes a failure outside of a statement's execution abort the transaction. */
  void abort() throws IOException {
    Transaction running = session.transaction().orElse(null);
    if (running != null) {
      session.undo(running);
      if (running.isBlock()) {
        running.aborted = true;
      } else {
        session.end();
      }
    }
  }

  /** Fails if the transaction is aborted. */
  void requireNotAborted() throws SqlFailure {
    if (session.transaction().filter(running -> running.aborted).isPresent()) {
      throw SqlFailure.aborted();
    }
  }

  /** Asks what a command takes and answers. */
  Reply describe(Command command) throws IOException {
    return executor.describe(command);
  }

  /** Whether a CALL plans a fault. */
  boolean isFaultCall(Statement.Call call) {
    return faultCalls.isMeant(call);
  }

  /** Commits what several statements sent at once have done outside of a block. */
  void endImplicit() throws IOException, SqlFailure {
    Transaction running = session.transaction().orElse(null);
    if (running != null && !running.isBlock()) {
      commits.commit(running);
    }
  }

  private Answer answer(Statement statement, Command command, Company company, RowSink rows)
      throws IOException, SqlFailure {
    if (statement instanceof Statement.Control control) {
      return new ControlStatements(session, commits).answer(control);
    }
    requireNotAborted();
    if (statement instanceof Statement.Refused refused) {
      throw new SqlFailure(fields(refused));
    }
    if (statement instanceof Statement.Empty) {
      return Answer.empty();
    }
    if (statement instanceof Statement.Call call && faultCalls.isMeant(call)) {
      return faultCalls.answer(call);
    }
    Task task = Task.of(statement, command);
    Optional<Transaction> running = session.transaction();
    requireKnownCatalog(running);
    if (running.isPresent()) {
      Rules.checkAge(running.get(), cluster.limits());
      return executor.execute(running.get(), task, rows);
    }
    if (!task.effect().isBuffered() && company == Company.ALONE) {
      Optional<Answer> answer = executor.executeOutside(task, rows);
      return answer.isPresent() ? answer.get() : executeAndCommit(task, rows);
    }
    if (company == Company.ALONE) {
      return executeAndCommit(task, rows);
    }
    return executor.execute(session.begin(Transaction.Form.IMPLICIT), task, rows);
  }

  private void requireKnownCatalog(Optional<Transaction> running) throws SqlFailure {
    boolean changed = session.catalogIsNew();
    if (running.isPresent()) {
      if (running.get().catalogVersion != cluster.catalogVersion().get()) {
        throw SqlFailure.schemaConflict();
      }
    } else if (changed && cluster.schemaConflicts() == SchemaConflicts.ALL_SESSIONS) {
      throw SqlFailure.schemaConflict();
    }
  }

  /** Executes a statement that is a transaction of its own. */
  private Answer executeAndCommit(Task task, RowSink rows) throws IOException, SqlFailure {
    List<byte[]> kept = new ArrayList<>();
    Answer answer;
    if (cluster.faults().armed()) {
      Transaction running = session.begin(Transaction.Form.IMPLICIT);
      answer = executor.execute(running, task, kept::add);
      commits.commit(running);
    } else {
      Lock turn = cluster.turn().readLock();
      turn.lock();
      try {
        Transaction running = session.begin(Transaction.Form.STATEMENT);
        answer = executor.execute(running, task, kept::add);
        commits.commit(running);
      } finally {
        turn.unlock();
      }
    }
    for (byte[] row : kept) {
      rows.row(row);
    }
    return answer;
  }

  private static ErrorFields fields(Statement.Refused refused) {
    ErrorFields fields = ErrorFields.error(refused.sqlState(), refused.message());
    if (refused.detail().isPresent()) {
      fields = fields.withDetail(refused.detail().get());
    }
    return refused.hint().isPresent() ? fields.withHint(refused.hint().get()) : fields;
  }
}
