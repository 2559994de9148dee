// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import java.util.Map;
import java.util.UUID;

/** Executions in PostgreSQL. */
final class PostgresExecutionStore implements ExecutionStore {

  private final Stores stores;
  private final ExecutionReads reads;
  private final ExecutionWrites writes;
  private final ExecutionDeletions deletions;
  private final ExecutionRequests requests;
  private final Operation create;
  private final Operation update;
  private final Operation conflictResolve;
  private final Operation set;
  private final Operation read;
  private final Operation readCurrent;
  private final Operation delete;
  private final Operation deleteCurrent;

  PostgresExecutionStore(Stores stores, SqlRenderer renderer) {
    this.stores = stores;
    ExecutionStatements statements = new ExecutionStatements(stores.strategy(), renderer);
    this.reads = new ExecutionReads(statements);
    this.writes = new ExecutionWrites(statements);
    this.deletions = new ExecutionDeletions(statements, reads);
    this.requests = new ExecutionRequests(stores.requests());
    this.create = stores.operation("executions.create");
    this.update = stores.operation("executions.update");
    this.conflictResolve = stores.operation("executions.conflictResolve");
    this.set = stores.operation("executions.set");
    this.read = stores.operation("executions.read");
    this.readCurrent = stores.operation("executions.readCurrent");
    this.delete = stores.operation("executions.delete");
    this.deleteCurrent = stores.operation("executions.deleteCurrent");
  }

  @Override
  public CreateExecutionResult create(CreateExecution request) {
    requests.require(request.snapshot());
    requests.requireAppends(request.appends());
    return stores.runner().write(create, writes.creation(request));
  }

  @Override
  public void update(UpdateExecution request) {
    requests.require(request.mutation());
    request.newRun().ifPresent(requests::require);
    requests.requireAppends(request.appends());
    stores.runner().write(update, writes.update(request));
  }

  @Override
  public void conflictResolve(ConflictResolveExecution request) {
    requests.require(request.reset());
    request.currentMutation().ifPresent(requests::require);
    request.newRun().ifPresent(requests::require);
    requests.requireAppends(request.appends());
    stores.runner().write(conflictResolve, writes.resolution(request));
  }

  @Override
  public void set(SetExecution request) {
    requests.require(request.mutation());
    stores.runner().write(set, writes.replacement(request));
  }

  @Override
  public Execution read(int shardId, WorkflowKey key) {
    requests.require(key);
    return stores
        .runner()
        .read(read, session -> reads.run(session, shardId, key))
        .orElseThrow(() -> new NotFound("workflow execution not found", Map.of("key", key)));
  }

  @Override
  public CurrentExecution readCurrent(int shardId, UUID namespaceId, String workflowId) {
    stores.requests().requireWorkflowId(workflowId);
    return stores
        .runner()
        .read(readCurrent, session -> reads.current(session, shardId, namespaceId, workflowId))
        .orElseThrow(() -> new NotFound("workflow not found", Map.of("workflowId", workflowId)));
  }

  @Override
  public void delete(DeleteExecution request) {
    requests.require(request.key());
    stores.runner().write(delete, deletions.ofRun(request));
  }

  @Override
  public void deleteCurrent(DeleteExecution request) {
    requests.require(request.key());
    stores.runner().write(deleteCurrent, deletions.ofCurrent(request));
  }
}
