// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.HistoryAppend;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs in memory. Each write is a {@link RunWrites}: all its checks, then all its changes. */
final class MemoryExecutionStore implements ExecutionStore {

  private final MemorySession session;

  MemoryExecutionStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public CreateExecutionResult create(CreateExecution request) {
    ExecutionSnapshot snapshot = request.snapshot();
    check(snapshot.key(), snapshot.info());
    request.appends().forEach(MemoryExecutionStore::check);
    return session.call(
        tables -> {
          RunWrites writes = new RunWrites(tables, request.fence());
          Optional<CurrentExecution> current = writes.current(snapshot.key());
          if (!allows(request.mode(), current, snapshot.key().runId())) {
            return new CreateExecutionResult.CurrentExecutionConflict(current);
          }
          writes.create(snapshot);
          if (!(request.mode() instanceof CreateMode.BypassCurrent)) {
            writes.makeCurrent(snapshot.key(), snapshot.info());
          }
          writes.append(request.appends());
          writes.apply();
          return new CreateExecutionResult.Created();
        });
  }

  @Override
  public void update(UpdateExecution request) {
    ExecutionMutation mutation = request.mutation();
    check(mutation.key(), mutation.info());
    request.newRun().ifPresent(run -> check(run.key(), run.info()));
    request.appends().forEach(MemoryExecutionStore::check);
    session.run(
        tables -> {
          RunWrites writes = new RunWrites(tables, request.fence());
          writes.requireCurrent(request.currentHandling(), mutation.key(), mutation.key());
          writes.change(mutation);
          request.newRun().ifPresent(writes::create);
          if (request.currentHandling() == CurrentHandling.UPDATE_CURRENT) {
            writes.makeCurrent(
                request.newRun().map(ExecutionSnapshot::key).orElse(mutation.key()),
                request.newRun().map(ExecutionSnapshot::info).orElse(mutation.info()));
          }
          writes.append(request.appends());
          writes.apply();
        });
  }

  @Override
  public void conflictResolve(ConflictResolveExecution request) {
    ExecutionMutation reset = request.reset();
    check(reset.key(), reset.info());
    request.currentMutation().ifPresent(run -> check(run.key(), run.info()));
    request.newRun().ifPresent(run -> check(run.key(), run.info()));
    request.appends().forEach(MemoryExecutionStore::check);
    session.run(
        tables -> {
          RunWrites writes = new RunWrites(tables, request.fence());
          writes.requireCurrent(
              request.currentHandling(),
              request.currentMutation().map(ExecutionMutation::key).orElse(reset.key()),
              reset.key());
          writes.change(reset);
          request.currentMutation().ifPresent(writes::change);
          request.newRun().ifPresent(writes::create);
          if (request.currentHandling() == CurrentHandling.UPDATE_CURRENT) {
            writes.makeCurrent(
                request.newRun().map(ExecutionSnapshot::key).orElse(reset.key()),
                request.newRun().map(ExecutionSnapshot::info).orElse(reset.info()));
          }
          writes.append(request.appends());
          writes.apply();
        });
  }

  @Override
  public void set(SetExecution request) {
    check(request.mutation().key(), request.mutation().info());
    session.run(
        tables -> {
          RunWrites writes = new RunWrites(tables, request.fence());
          writes.change(request.mutation());
          writes.apply();
        });
  }

  @Override
  public Execution read(int shardId, WorkflowKey key) {
    return session.call(
        tables -> {
          Execution found = tables.executions.get(new MemoryTables.RunKey(shardId, key));
          if (found == null) {
            throw new NotFound("workflow execution not found", Map.of("key", key));
          }
          return found;
        });
  }

  @Override
  public CurrentExecution readCurrent(int shardId, UUID namespaceId, String workflowId) {
    return session.call(
        tables -> {
          CurrentExecution found =
              tables.currents.get(new MemoryTables.CurrentKey(shardId, namespaceId, workflowId));
          if (found == null) {
            throw new NotFound("workflow not found", Map.of("workflowId", workflowId));
          }
          return found;
        });
  }

  @Override
  public void delete(DeleteExecution request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          tables.executions.remove(
              new MemoryTables.RunKey(request.fence().shardId(), request.key()));
        });
  }

  @Override
  public void deleteCurrent(DeleteExecution request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          tables.currents.computeIfPresent(
              RunWrites.currentKey(request.fence().shardId(), request.key()),
              (key, current) -> current.runId().equals(request.key().runId()) ? null : current);
        });
  }

  private static boolean allows(
      CreateMode mode, Optional<CurrentExecution> current, UUID newRunId) {
    return switch (mode) {
      case CreateMode.BrandNew brandNew -> current.isEmpty();
      case CreateMode.UpdateCurrent expected ->
          current
              .filter(run -> run.runId().equals(expected.previousRunId()))
              .filter(run -> run.lastWriteVersion() == expected.previousLastWriteVersion())
              .filter(run -> run.state() == ExecutionState.COMPLETED)
              .isPresent();
      case CreateMode.BypassCurrent bypass ->
          current.filter(run -> run.runId().equals(newRunId)).isEmpty();
    };
  }

  private static void check(WorkflowKey key, ExecutionInfo info) {
    Requests.text("workflowId", key.workflowId(), 1, 1_000);
    Requests.text("createRequestId", info.createRequestId(), 0, 255);
    Requests.atLeast("nextEventId", info.nextEventId(), 1);
  }

  static void check(HistoryAppend append) {
    append.newBranch().ifPresent(information -> Requests.text("newBranch", information, 0, 1_000));
  }
}
