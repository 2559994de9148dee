// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.TrimBranch;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fence of a shard, for every operation that carries it: under a range id that is not the
 * shard's the operation throws {@link dev.fencepost.spi.error.OwnershipLost} with the actual range
 * id and writes nothing, and under the right one it works. The second half shows that the first
 * fails for no other reason.
 */
public abstract class FenceConformance extends ExecutionConformance {

  /** The kit for a backend. */
  protected FenceConformance(PersistenceSource source) {
    super(source);
  }

  /** What an operation finds: a current run, one beside it, and the tasks the first came with. */
  private record Scene(
      Workflow workflow, WorkflowKey current, WorkflowKey zombie, List<HistoryTask> tasks) {}

  private enum FencedOperation {
    CREATE {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores.executions().create(under.create(BYPASS, under.newRun(), zombie("new")));
      }
    },
    UPDATE {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .executions()
            .update(
                under.update(CurrentHandling.UPDATE_CURRENT, scene.current(), 1, running("two")));
      }
    },
    CONFLICT_RESOLVE {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .executions()
            .conflictResolve(
                under.resolve(
                    CurrentHandling.UPDATE_CURRENT,
                    Workflow.mutation(scene.zombie(), 1, running("two")),
                    Optional.of(Workflow.mutation(scene.current(), 1, closed("two"))),
                    Optional.empty()));
      }
    },
    SET {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores.executions().set(under.set(scene.zombie(), 1, zombie("two")));
      }
    },
    DELETE {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores.executions().delete(under.deletion(scene.current()));
      }
    },
    DELETE_CURRENT {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores.executions().deleteCurrent(under.deletion(scene.current()));
      }
    },
    APPEND {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .history()
            .append(
                new AppendHistory(
                    under.fence(),
                    UUID.randomUUID(),
                    List.of(Workflow.furtherNode(scene.current(), 4, 1))));
      }
    },
    FORK {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .history()
            .fork(
                new ForkHistory(
                    under.fence(),
                    UUID.randomUUID(),
                    Workflow.branch(scene.current()),
                    2,
                    UUID.randomUUID(),
                    "fork"));
      }
    },
    DELETE_BRANCH {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .history()
            .deleteBranch(
                new DeleteBranch(
                    under.fence(), UUID.randomUUID(), Workflow.branch(scene.current())));
      }
    },
    TRIM {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .history()
            .trim(
                new TrimBranch(
                    under.fence(), UUID.randomUUID(), Workflow.branch(scene.zombie()), 1, 10));
      }
    },
    ADD_TASKS {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .historyTasks()
            .add(new AddHistoryTasks(under.fence(), UUID.randomUUID(), Workflow.newTasks()));
      }
    },
    COMPLETE_TASKS {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores.historyTasks().complete(under.fence(), UUID.randomUUID(), scene.tasks());
      }
    },
    COMPLETE_IMMEDIATE_TASKS {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .historyTasks()
            .completeImmediate(
                under.fence(),
                UUID.randomUUID(),
                new ImmediateTaskRange(
                    under.fence().shardId(), TaskCategory.TRANSFER, 0, Long.MAX_VALUE));
      }
    },
    COMPLETE_SCHEDULED_TASKS {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .historyTasks()
            .completeScheduled(
                under.fence(),
                UUID.randomUUID(),
                new ScheduledTaskRange(
                    under.fence().shardId(),
                    TaskCategory.TIMER,
                    Instant.EPOCH,
                    Instant.parse("9999-12-31T00:00:00Z")));
      }
    },
    UPDATE_SHARD_STATE {
      @Override
      void run(Persistence stores, Scene scene, Workflow under) {
        stores
            .shards()
            .updateState(
                new UpdateShardState(under.fence(), Samples.blob("new"), UUID.randomUUID()));
      }
    };

    /** Makes the call under the fence of the given workflow. */
    abstract void run(Persistence stores, Scene scene, Workflow under);
  }

  @TestFactory
  Stream<DynamicTest> underALostFenceNothingIsWritten() {
    return forEachOperation(
        (operation, scene) -> {
          Workflow owner = scene.workflow().under(takeOver(scene.workflow().fence()));
          long actual = owner.fence().rangeId();
          ShardPicture before = pictureOf(scene);
          for (long wrong : new long[] {1, actual - 1, actual + 1, Long.MAX_VALUE}) {
            ShardFence stale = new ShardFence(owner.fence().shardId(), wrong);
            Errors.expectOwnershipLost(
                stale, actual, () -> operation.run(persistence(), scene, owner.under(stale)));
            assertThat(pictureOf(scene)).isEqualTo(before);
          }
          operation.run(persistence(), scene, owner);
        });
  }

  @TestFactory
  Stream<DynamicTest> underTheFenceOfAMissingShardNothingIsWritten() {
    return forEachOperation(
        (operation, scene) -> {
          ShardFence nothing = new ShardFence(unusedShardId(), 1);
          ShardPicture before = pictureOf(scene);
          Errors.expectNothingToOwn(
              nothing, () -> operation.run(persistence(), scene, scene.workflow().under(nothing)));
          assertThat(pictureOf(scene)).isEqualTo(before);
        });
  }

  private interface Check {
    void check(FencedOperation operation, Scene scene);
  }

  private Stream<DynamicTest> forEachOperation(Check check) {
    return Stream.of(FencedOperation.values())
        .map(
            operation ->
                DynamicTest.dynamicTest(operation.name(), () -> check.check(operation, scene())));
  }

  private Scene scene() {
    Workflow workflow = newWorkflow();
    CreateExecution first = workflow.create(BRAND_NEW, workflow.newRun(), running("current"));
    executions().create(first);
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    return new Scene(workflow, first.snapshot().key(), zombie, first.snapshot().tasks());
  }

  private ShardPicture pictureOf(Scene scene) {
    return picture(scene.workflow(), scene.current(), scene.zombie());
  }
}
