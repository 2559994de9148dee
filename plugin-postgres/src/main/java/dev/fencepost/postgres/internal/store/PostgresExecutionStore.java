// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.store.ExecutionStatements.Creation;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.HistoryTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Executions in PostgreSQL. */
final class PostgresExecutionStore implements ExecutionStore {

  private final Stores stores;
  private final ExecutionStatements statements;
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
    this.statements = new ExecutionStatements(stores.strategy(), renderer);
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
    ExecutionSnapshot snapshot = request.snapshot();
    WriteShape shape = WriteShape.of(snapshot.tasks(), request.appends());
    Creation creation = creation(request.mode());
    return stores
        .runner()
        .write(
            create,
            new ExecutionWrite<CreateExecutionResult>(
                () -> statements.create(creation, shape),
                request.fence(),
                snapshot.key(),
                request.requestId()) {
              @Override
              void bindParts(Binder bind) throws SQLException {
                RunParameters.MAIN.bind(bind, snapshot.key().runId(), snapshot.info());
                bindAdditions(bind, shape, snapshot.tasks(), request.appends());
                if (request.mode() instanceof CreateMode.UpdateCurrent previous) {
                  bind.uuid("previous_run_id", previous.previousRunId())
                      .bigint("previous_last_write_version", previous.previousLastWriteVersion());
                }
              }

              @Override
              CreateExecutionResult answer(ResultSet row) throws SQLException {
                Optional<CurrentExecution> current = ExecutionRows.current(row);
                if (!CurrentRules.allows(request.mode(), current, snapshot.key().runId())) {
                  return new CreateExecutionResult.CurrentExecutionConflict(current);
                }
                ExecutionRows.requireMissing(RunParameters.MAIN, snapshot, row);
                return new CreateExecutionResult.Created();
              }

              @Override
              public Outcome<CreateExecutionResult> outcome(Session session) throws SQLException {
                return mark(session, request.fence(), snapshot.key())
                    .map(
                        mark ->
                            mark.<CreateExecutionResult>creation(
                                request.fence(),
                                request.requestId(),
                                new CreateExecutionResult.Created()))
                    .orElseGet(Outcome.NotCommitted::new);
              }
            });
  }

  @Override
  public void update(UpdateExecution request) {
    ExecutionMutation mutation = request.mutation();
    requests.require(mutation);
    request.newRun().ifPresent(requests::require);
    requests.requireAppends(request.appends());
    boolean withNewRun = request.newRun().isPresent();
    LeanUpdate lean = new LeanUpdate(statements.leanUpdates, request);
    stores
        .runner()
        .write(
            update,
            new Change(
                () -> statements.update(request.currentHandling(), withNewRun, shape(request)),
                request.fence(),
                request.requestId(),
                mutation) {
              @Override
              Optional<WorkflowKey> attemptLeanly(Session session) throws SQLException {
                return lean.attempt(session, this::bindCommon);
              }

              @Override
              public Optional<PersistenceException> duplicateKey(DuplicateKey taken) {
                lean.giveUp();
                return super.duplicateKey(taken);
              }

              @Override
              void bindParts(Binder bind) throws SQLException {
                bindMutation(bind, RunParameters.MAIN, mutation);
                if (withNewRun) {
                  bindNewRun(bind, request.newRun().orElseThrow());
                }
                bindAdditions(bind, shape(request), tasks(request), request.appends());
              }

              @Override
              WorkflowKey answer(ResultSet row) throws SQLException {
                CurrentRules.require(
                    request.currentHandling(), mutation.key().runId(), mutation.key().runId(), row);
                ExecutionRows.requireVersion(RunParameters.MAIN, mutation, row);
                if (withNewRun) {
                  ExecutionRows.requireMissing(
                      RunParameters.NEW, request.newRun().orElseThrow(), row);
                }
                return mutation.key();
              }
            });
  }

  @Override
  public void conflictResolve(ConflictResolveExecution request) {
    ExecutionMutation reset = request.reset();
    requests.require(reset);
    request.currentMutation().ifPresent(requests::require);
    request.newRun().ifPresent(requests::require);
    requests.requireAppends(request.appends());
    boolean withCurrent = request.currentMutation().isPresent();
    boolean withNewRun = request.newRun().isPresent();
    stores
        .runner()
        .write(
            conflictResolve,
            new Change(
                () -> statements.resolve(request.currentHandling(), withCurrent, withNewRun),
                request.fence(),
                request.requestId(),
                reset) {
              @Override
              void bindParts(Binder bind) throws SQLException {
                bindMutation(bind, RunParameters.MAIN, reset);
                if (withCurrent) {
                  bindMutation(
                      bind, RunParameters.CURRENT, request.currentMutation().orElseThrow());
                }
                if (withNewRun) {
                  bindNewRun(bind, request.newRun().orElseThrow());
                }
                bindAdditions(
                    bind,
                    WriteShape.EVERYTHING,
                    ExecutionRequests.tasks(
                        request
                            .currentMutation()
                            .map(run -> List.of(reset, run))
                            .orElse(List.of(reset)),
                        request.newRun()),
                    request.appends());
              }

              @Override
              WorkflowKey answer(ResultSet row) throws SQLException {
                UUID expected = request.currentMutation().orElse(reset).key().runId();
                CurrentRules.require(request.currentHandling(), expected, reset.key().runId(), row);
                ExecutionRows.requireVersion(RunParameters.MAIN, reset, row);
                if (withCurrent) {
                  ExecutionRows.requireVersion(
                      RunParameters.CURRENT, request.currentMutation().orElseThrow(), row);
                }
                if (withNewRun) {
                  ExecutionRows.requireMissing(
                      RunParameters.NEW, request.newRun().orElseThrow(), row);
                }
                return reset.key();
              }
            });
  }

  @Override
  public void set(SetExecution request) {
    ExecutionMutation mutation = request.mutation();
    requests.require(mutation);
    stores
        .runner()
        .write(
            set,
            new Change(() -> statements.set, request.fence(), request.requestId(), mutation) {
              @Override
              void bindParts(Binder bind) throws SQLException {
                bindMutation(bind, RunParameters.MAIN, mutation);
                bindAdditions(bind, WriteShape.TASKS, mutation.tasks(), List.of());
              }

              @Override
              WorkflowKey answer(ResultSet row) throws SQLException {
                ExecutionRows.requireVersion(RunParameters.MAIN, mutation, row);
                return mutation.key();
              }
            });
  }

  @Override
  public Execution read(int shardId, WorkflowKey key) {
    requests.require(key);
    return stores
        .runner()
        .read(
            read,
            session ->
                session.first(
                    statements.read,
                    bind -> bindKey(bind.integer("shard_id", shardId), key),
                    row -> ExecutionRows.execution(key, row)))
        .orElseThrow(() -> new NotFound("workflow execution not found", Map.of("key", key)));
  }

  @Override
  public CurrentExecution readCurrent(int shardId, UUID namespaceId, String workflowId) {
    stores.requests().requireWorkflowId(workflowId);
    return stores
        .runner()
        .read(readCurrent, session -> current(session, shardId, namespaceId, workflowId))
        .orElseThrow(() -> new NotFound("workflow not found", Map.of("workflowId", workflowId)));
  }

  @Override
  public void delete(DeleteExecution request) {
    requests.require(request.key());
    stores
        .runner()
        .write(
            delete,
            new Deletion(statements.delete, request) {
              @Override
              public Outcome<WorkflowKey> outcome(Session session) throws SQLException {
                return mark(session, request.fence(), request.key())
                    .map(mark -> mark.deletion(request.key()))
                    .orElseGet(Outcome.NotCommitted::new);
              }
            });
  }

  @Override
  public void deleteCurrent(DeleteExecution request) {
    requests.require(request.key());
    WorkflowKey key = request.key();
    stores
        .runner()
        .write(
            deleteCurrent,
            new Deletion(statements.deleteCurrent, request) {
              @Override
              public Outcome<WorkflowKey> outcome(Session session) throws SQLException {
                return current(
                        session, request.fence().shardId(), key.namespaceId(), key.workflowId())
                    .filter(current -> current.runId().equals(key.runId()))
                    .<Outcome<WorkflowKey>>map(current -> new Outcome.NotCommitted<>())
                    .orElseGet(() -> new Outcome.Committed<>(key));
              }
            });
  }

  private Optional<RunMark> mark(Session session, ShardFence fence, WorkflowKey key)
      throws SQLException {
    return RunMark.read(session, statements.runMark, fence, key);
  }

  private Optional<CurrentExecution> current(
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

  private static WriteShape shape(UpdateExecution request) {
    return WriteShape.of(tasks(request), request.appends());
  }

  private static List<HistoryTask> tasks(UpdateExecution request) {
    return ExecutionRequests.tasks(List.of(request.mutation()), request.newRun());
  }

  private static Creation creation(CreateMode mode) {
    return switch (mode) {
      case CreateMode.BrandNew brandNew -> Creation.BRAND_NEW;
      case CreateMode.UpdateCurrent updateCurrent -> Creation.UPDATE_CURRENT;
      case CreateMode.BypassCurrent bypassCurrent -> Creation.BYPASS_CURRENT;
    };
  }

  private static Binder bindKey(Binder bind, WorkflowKey key) throws SQLException {
    return bind.uuid("namespace_id", key.namespaceId())
        .text("workflow_id", key.workflowId())
        .uuid("run_id", key.runId());
  }

  /** A write that changes a run and is known by it. */
  private abstract class Change extends ExecutionWrite<WorkflowKey> {

    private final ShardFence fence;
    private final UUID requestId;
    private final ExecutionMutation mutation;

    Change(Supplier<WriteSql> sql, ShardFence fence, UUID requestId, ExecutionMutation mutation) {
      super(sql, fence, mutation.key(), requestId);
      this.fence = fence;
      this.requestId = requestId;
      this.mutation = mutation;
    }

    @Override
    public Outcome<WorkflowKey> outcome(Session session) throws SQLException {
      return mark(session, fence, mutation.key())
          .map(
              mark ->
                  mark.change(fence, requestId, mutation.expectedRecordVersion(), mutation.key()))
          .orElseGet(Outcome.NotCommitted::new);
    }
  }

  /** A deletion of a run or of its record as the current one. */
  private abstract static class Deletion implements Write<WorkflowKey> {

    private final WriteSql sql;
    private final DeleteExecution request;

    Deletion(WriteSql sql, DeleteExecution request) {
      this.sql = sql;
      this.request = request;
    }

    @Override
    public Optional<Fence> fence() {
      return Optional.of(request.fence());
    }

    @Override
    public WorkflowKey attempt(Session session) throws SQLException {
      return session.write(
          sql,
          bind ->
              bindKey(
                  bind.integer("shard_id", request.fence().shardId())
                      .bigint("range_id", request.fence().rangeId()),
                  request.key()),
          (row, changed) -> {
            FenceSql.require(request.fence(), row);
            return request.key();
          });
    }
  }
}
