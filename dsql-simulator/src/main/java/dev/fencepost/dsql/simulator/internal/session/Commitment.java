// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.MultiRowConflicts;
import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.conflict.CommitLog;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Ends a session's transaction: the first of several that conflict commits, the others fail. */
final class Commitment {

  private final TransactionSession session;
  private final Cluster cluster;
  private final Contention contention;

  Commitment(TransactionSession session) {
    this.session = session;
    this.cluster = session.cluster();
    this.contention = new Contention(session);
  }

  /** Commits, or fails and leaves nothing of the transaction. */
  void commit(Transaction running) throws IOException, SqlFailure {
    try {
      check(running);
      if (!tryCommit(running)) {
        commitAlone(running);
      }
    } finally {
      session.undo(running);
      session.end();
    }
  }

  /** Rolls back. */
  void rollback(Transaction running) throws IOException {
    try {
      session.undo(running);
    } finally {
      session.end();
    }
  }

  private void check(Transaction running) throws SqlFailure {
    Rules.checkAge(running, cluster.limits());
    if (!running.leavesTraces()) {
      return;
    }
    if (running.catalogVersion != cluster.catalogVersion().get()) {
      throw SqlFailure.schemaConflict();
    }
    if (running.lost) {
      throw SqlFailure.conflict();
    }
    Rules.checkSize(running, cluster.limits());
  }

  /** Commits unless that takes having the turn alone. */
  private boolean tryCommit(Transaction running) throws IOException, SqlFailure {
    Lock turn = cluster.turn().readLock();
    turn.lock();
    try {
      session.own().lock();
      try {
        if (running.displaced && !running.journal.isEmpty()) {
          return false;
        }
        reserveAndCommit(running);
        return true;
      } finally {
        session.own().unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  private void commitAlone(Transaction running) throws IOException, SqlFailure {
    Lock turn = cluster.turn().writeLock();
    turn.lock();
    try {
      session.own().lock();
      try {
        contention.restore(running);
        if (running.lost) {
          throw SqlFailure.conflict();
        }
        reserveAndCommit(running);
      } finally {
        session.own().unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  private void reserveAndCommit(Transaction running) throws IOException, SqlFailure {
    if (!running.begun) {
      return;
    }
    if (running.footprint.isEmpty()) {
      finish(running, Optional.empty());
      return;
    }
    Optional<CommitLog.Reservation> reserved =
        cluster.commits().reserve(running.snapshot, running.footprint);
    if (reserved.isEmpty()) {
      throw SqlFailure.conflict();
    }
    if (cluster.multiRowConflicts() == MultiRowConflicts.BOTH_LOSE && othersLoseToo(running)) {
      cluster.commits().cancel(reserved.get());
      throw SqlFailure.conflict();
    }
    finish(running, reserved);
  }

  private void finish(Transaction running, Optional<CommitLog.Reservation> reserved)
      throws IOException, SqlFailure {
    boolean committed = false;
    try {
      Reply reply = session.commitBehind(running);
      if (reply.error().isPresent()) {
        throw reply.failedWith("40001") || Obstacle.isBlocked(reply)
            ? SqlFailure.conflict()
            : new SqlFailure(reply.error().get());
      }
      committed = true;
    } finally {
      boolean success = committed;
      reserved.ifPresent(
          reservation -> {
            if (success) {
              cluster.commits().complete(reservation);
            } else {
              cluster.commits().cancel(reservation);
            }
          });
    }
    if (running.defined) {
      cluster.catalogVersion().incrementAndGet();
      session.catalogIsNew();
    }
  }

  /**
   * Makes all lose that still run and conflict on more than one row, and tells if there are any.
   */
  private boolean othersLoseToo(Transaction running) {
    boolean found = false;
    for (TransactionSession other : cluster.sessions()) {
      Transaction theirs = other == session ? null : other.transactionNow();
      if (theirs != null && theirs.footprint.conflictsWith(running.footprint) > 1) {
        theirs.lost = true;
        found = true;
      }
    }
    return found;
  }
}
