// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.dsql.simulator.MultiRowConflicts;
import dev.fencepost.dsql.simulator.SchemaConflicts;
import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.conflict.CommitLog;
import dev.fencepost.dsql.simulator.internal.fault.FaultPlan;
import dev.fencepost.dsql.simulator.internal.sql.Dialect;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/** What all sessions share. */
public final class Cluster {

  private final Dialect dialect;
  private final SimulatorLimits limits;
  private final SchemaConflicts schemaConflicts;
  private final MultiRowConflicts multiRowConflicts;
  private final FaultPlan faults;
  private final Consumer<LoggedStatement> statementLog;
  private final Blockers blockers;
  private final Tally tally = new Tally();
  private final CommitLog commits = new CommitLog();
  private final AtomicLong catalogVersion = new AtomicLong();
  private final Map<Integer, TransactionSession> sessions = new ConcurrentHashMap<>();

  // Writes and commits share it; whoever has met a row of another transaction has it alone, and so
  // finds all others between two statements.
  private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock();

  /** A cluster without sessions. */
  public Cluster(
      Dialect dialect,
      SimulatorLimits limits,
      SchemaConflicts schemaConflicts,
      MultiRowConflicts multiRowConflicts,
      FaultPlan faults,
      Consumer<LoggedStatement> statementLog,
      Blockers blockers) {
    this.dialect = dialect;
    this.limits = limits;
    this.schemaConflicts = schemaConflicts;
    this.multiRowConflicts = multiRowConflicts;
    this.faults = faults;
    this.statementLog = statementLog;
    this.blockers = blockers;
  }

  /** What its sessions have done. */
  public Tally tally() {
    return tally;
  }

  Dialect dialect() {
    return dialect;
  }

  SimulatorLimits limits() {
    return limits;
  }

  SchemaConflicts schemaConflicts() {
    return schemaConflicts;
  }

  MultiRowConflicts multiRowConflicts() {
    return multiRowConflicts;
  }

  FaultPlan faults() {
    return faults;
  }

  Consumer<LoggedStatement> statementLog() {
    return statementLog;
  }

  Blockers blockers() {
    return blockers;
  }

  CommitLog commits() {
    return commits;
  }

  AtomicLong catalogVersion() {
    return catalogVersion;
  }

  ReentrantReadWriteLock turn() {
    return turn;
  }

  void enter(int processId, TransactionSession session) {
    sessions.put(processId, session);
  }

  void leave(int processId) {
    sessions.remove(processId);
  }

  Optional<TransactionSession> session(int processId) {
    return Optional.ofNullable(sessions.get(processId));
  }

  Collection<TransactionSession> sessions() {
    return sessions.values();
  }
}
