// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The kinds of writes an owner makes, each as something that can be done again and again. */
enum FencedWriter {
  CREATE {
    @Override
    MarkedWrite writes(Persistence stores, ShardFence fence) {
      return mark -> {
        Workflow workflow = Workflow.in(fence);
        create(stores.executions(), workflow, workflow.newRun(), mark);
      };
    }
  },
  UPDATE {
    @Override
    MarkedWrite writes(Persistence stores, ShardFence fence) {
      return onOneRun(
          stores,
          fence,
          mutation ->
              stores
                  .executions()
                  .update(
                      new UpdateExecution(
                          fence,
                          UUID.randomUUID(),
                          CurrentHandling.UPDATE_CURRENT,
                          mutation,
                          Optional.empty(),
                          List.of())));
    }
  },
  CONFLICT_RESOLVE {
    @Override
    MarkedWrite writes(Persistence stores, ShardFence fence) {
      return onOneRun(
          stores,
          fence,
          mutation ->
              stores
                  .executions()
                  .conflictResolve(
                      new ConflictResolveExecution(
                          fence,
                          UUID.randomUUID(),
                          CurrentHandling.UPDATE_CURRENT,
                          mutation,
                          Optional.empty(),
                          Optional.empty(),
                          List.of())));
    }
  },
  SET {
    @Override
    MarkedWrite writes(Persistence stores, ShardFence fence) {
      return onOneRun(
          stores,
          fence,
          mutation ->
              stores.executions().set(new SetExecution(fence, UUID.randomUUID(), mutation)));
    }
  },
  ADD_TASKS {
    @Override
    MarkedWrite writes(Persistence stores, ShardFence fence) {
      return mark ->
          stores
              .historyTasks()
              .add(new AddHistoryTasks(fence, UUID.randomUUID(), List.of(task(mark))));
    }
  };

  private static final AtomicLong LAST_TASK_ID = new AtomicLong(1L << 40);

  /** Prepares what the writes need, while the fence still holds. */
  abstract MarkedWrite writes(Persistence stores, ShardFence fence);

  private interface Mutator {
    void change(ExecutionMutation mutation);
  }

  private static MarkedWrite onOneRun(Persistence stores, ShardFence fence, Mutator mutator) {
    Workflow workflow = Workflow.in(fence);
    WorkflowKey run = workflow.newRun();
    AtomicLong version = new AtomicLong(1);
    create(stores.executions(), workflow, run, UUID.randomUUID());
    return mark -> {
      mutator.change(
          new ExecutionMutation(run, version.get(), Infos.running("marked"), List.of(task(mark))));
      version.incrementAndGet();
    };
  }

  private static void create(
      ExecutionStore executions, Workflow workflow, WorkflowKey run, UUID mark) {
    executions.create(
        new CreateExecution(
            workflow.fence(),
            UUID.randomUUID(),
            new CreateMode.BrandNew(),
            new ExecutionSnapshot(run, Infos.running("first"), List.of(task(mark))),
            List.of(Workflow.firstNode(run))));
  }

  private static HistoryTask task(UUID mark) {
    return new ImmediateTask(
        TaskCategory.TRANSFER, LAST_TASK_ID.incrementAndGet(), Samples.blob(mark.toString()));
  }
}
