// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.BackendConnection;
import dev.fencepost.dsql.simulator.internal.backend.Command;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.backend.RowSink;
import dev.fencepost.dsql.simulator.internal.backend.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session's transaction and the connection behind it.
 *
 * <p>The session's own thread does everything, but for {@link #displace}, which another session's
 * thread calls while it has the cluster's turn alone. Locks are taken in one order: the turn, then
 * the own lock, then (by the one who has the turn alone) that of others.
 */
final class TransactionSession {

  private final Cluster cluster;
  private final BackendConnection backend;
  private final ReentrantLock own = new ReentrantLock();
  private volatile @Nullable Transaction transaction;
  private long statementsVersion;
  private long seenCatalogVersion;

  TransactionSession(Cluster cluster, BackendConnection backend) {
    this.cluster = cluster;
    this.backend = backend;
    this.statementsVersion = cluster.catalogVersion().get();
    this.seenCatalogVersion = statementsVersion;
    cluster.enter(backend.processId(), this);
  }

  Cluster cluster() {
    return cluster;
  }

  BackendConnection backend() {
    return backend;
  }

  Lock own() {
    return own;
  }

  Optional<Transaction> transaction() {
    return Optional.ofNullable(transaction);
  }

  /** The running transaction, for another session's thread, which may only read its footprint. */
  @Nullable Transaction transactionNow() {
    return transaction;
  }

  Transaction begin(Transaction.Form form) {
    Transaction begun = new Transaction(form, cluster.catalogVersion().get());
    own.lock();
    try {
      transaction = begun;
    } finally {
      own.unlock();
    }
    return begun;
  }

  /** Takes the snapshot of a transaction that has not begun behind. */
  void takeSnapshot(Transaction running) throws IOException {
    own.lock();
    try {
      if (!running.begun && !running.aborted) {
        List<Step> steps = startSteps(running);
        steps.add(Step.LOOK);
        backend.run(steps.toArray(Step[]::new));
      }
    } finally {
      own.unlock();
    }
  }

  /** The steps that begin a transaction behind, if it has not begun. */
  List<Step> startSteps(Transaction running) {
    List<Step> steps = new ArrayList<>();
    if (!running.begun) {
      running.snapshot = cluster.commits().enter();
      running.begun = true;
      steps.add(
          running.form() == Transaction.Form.READ_ONLY_BLOCK ? Step.BEGIN_READ_ONLY : Step.BEGIN);
      if (running.form() != Transaction.Form.STATEMENT) {
        steps.add(Step.MARK_START);
      }
    }
    return steps;
  }

  /** Rolls the transaction back behind; it is over, or aborted. */
  void undo(Transaction running) throws IOException {
    own.lock();
    try {
      if (running.begun) {
        running.begun = false;
        running.displaced = false;
        try {
          backend.run(Step.ROLLBACK);
        } finally {
          cluster.commits().leave(running.snapshot);
        }
      }
    } finally {
      own.unlock();
    }
  }

  /** Commits behind. */
  Reply commitBehind(Transaction running) throws IOException {
    running.begun = false;
    try {
      return backend.run(Step.COMMIT);
    } finally {
      cluster.commits().leave(running.snapshot);
    }
  }

  /** The transaction is over. */
  void end() {
    own.lock();
    try {
      transaction = null;
    } finally {
      own.unlock();
    }
  }

  /** Gives the rows that the transaction has locked to another one, who has the turn alone. */
  void displace() throws IOException {
    if (!own.tryLock()) {
      // A query is running; it is executed again afterwards.
      cluster.blockers().interrupt(backend.processId());
      own.lock();
    }
    try {
      Transaction running = transaction;
      if (running != null
          && running.begun
          && !running.displaced
          && running.form() != Transaction.Form.STATEMENT) {
        undoAll(running);
      }
    } finally {
      own.unlock();
    }
  }

  /** Undoes the changes of the transaction behind; its snapshot stays. */
  void undoAll(Transaction running) throws IOException {
    // A late interruption can hit the first attempt.
    for (int attempt = 0; attempt < 3; attempt++) {
      if (backend.run(Step.UNDO_ALL).error().isEmpty()) {
        break;
      }
    }
    running.displaced = true;
  }

  /** Executes a command behind, after the steps. */
  Reply run(List<Step> steps, Command command, RowSink rows) throws IOException {
    refreshStatements();
    return backend.run(steps, command, rows);
  }

  /** Asks what a command takes and answers. */
  Reply describe(Command command) throws IOException {
    own.lock();
    try {
      refreshStatements();
      return backend.describe(command);
    } finally {
      own.unlock();
    }
  }

  /** Forgets prepared statements once the catalog has changed. */
  void refreshStatements() {
    long version = cluster.catalogVersion().get();
    if (version != statementsVersion) {
      backend.forgetStatements();
      statementsVersion = version;
    }
  }

  /** Whether the catalog has changed since the session looked last; it has looked now. */
  boolean catalogIsNew() {
    long version = cluster.catalogVersion().get();
    boolean changed = version != seenCatalogVersion;
    seenCatalogVersion = version;
    return changed;
  }

  /** The client has gone. */
  void close() throws IOException {
    cluster.leave(backend.processId());
    Transaction running = transaction;
    try {
      if (running != null) {
        undo(running);
      }
    } finally {
      end();
      backend.close();
    }
  }
}
