// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.WorkflowKey;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The reads of runs and of current records. */
final class ExecutionReads {

  private final ExecutionStatements statements;

  ExecutionReads(ExecutionStatements statements) {
    this.statements = statements;
  }

  Optional<Execution> run(Session session, int shardId, WorkflowKey key) throws SQLException {
    return session.first(
        statements.read,
        bind -> bindKey(bind.integer("shard_id", shardId), key),
        row -> ExecutionRows.execution(key, row));
  }

  Optional<CurrentExecution> current(
      Session session, int shardId, UUID namespaceId, String workflowId) throws SQLException {
    return session
        .first(
            statements.readCurrent,
            bind ->
                bind.integer("shard_id", shardId)
                    .uuid("namespace_id", namespaceId)
                    .text("workflow_id", workflowId),
            ExecutionRows::current)
        .flatMap(found -> found);
  }

  static Binder bindKey(Binder bind, WorkflowKey key) throws SQLException {
    return bind.uuid("namespace_id", key.namespaceId())
        .text("workflow_id", key.workflowId())
        .uuid("run_id", key.runId());
  }
}
