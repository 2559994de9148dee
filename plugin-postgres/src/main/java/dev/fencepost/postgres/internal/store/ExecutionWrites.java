// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.store.ExecutionStatements.Creation;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.HistoryTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The writes that create and change runs. */
final class ExecutionWrites {

  private final ExecutionStatements statements;

  ExecutionWrites(ExecutionStatements statements) {
    this.statements = statements;
  }

  Write<CreateExecutionResult> creation(CreateExecution request) {
    ExecutionSnapshot snapshot = request.snapshot();
    WriteShape shape = WriteShape.of(snapshot.tasks(), request.appends());
    Creation creation = creation(request.mode());
    return new ExecutionWrite<CreateExecutionResult>(
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
                        request.fence(), request.requestId(), new CreateExecutionResult.Created()))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  Write<WorkflowKey> update(UpdateExecution request) {
    ExecutionMutation mutation = request.mutation();
    boolean withNewRun = request.newRun().isPresent();
    LeanUpdate lean = new LeanUpdate(statements.leanUpdates, request);
    return new Change(
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
          ExecutionRows.requireMissing(RunParameters.NEW, request.newRun().orElseThrow(), row);
        }
        return mutation.key();
      }
    };
  }

  Write<WorkflowKey> resolution(ConflictResolveExecution request) {
    ExecutionMutation reset = request.reset();
    boolean withCurrent = request.currentMutation().isPresent();
    boolean withNewRun = request.newRun().isPresent();
    return new Change(
        () -> statements.resolve(request.currentHandling(), withCurrent, withNewRun),
        request.fence(),
        request.requestId(),
        reset) {
      @Override
      void bindParts(Binder bind) throws SQLException {
        bindMutation(bind, RunParameters.MAIN, reset);
        if (withCurrent) {
          bindMutation(bind, RunParameters.CURRENT, request.currentMutation().orElseThrow());
        }
        if (withNewRun) {
          bindNewRun(bind, request.newRun().orElseThrow());
        }
        bindAdditions(
            bind,
            WriteShape.EVERYTHING,
            ExecutionRequests.tasks(
                request.currentMutation().map(run -> List.of(reset, run)).orElse(List.of(reset)),
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
          ExecutionRows.requireMissing(RunParameters.NEW, request.newRun().orElseThrow(), row);
        }
        return reset.key();
      }
    };
  }

  Write<WorkflowKey> replacement(SetExecution request) {
    ExecutionMutation mutation = request.mutation();
    return new Change(() -> statements.set, request.fence(), request.requestId(), mutation) {
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
    };
  }

  private Optional<RunMark> mark(Session session, ShardFence fence, WorkflowKey key)
      throws SQLException {
    return RunMark.read(session, statements.runMark, fence, key);
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
}
