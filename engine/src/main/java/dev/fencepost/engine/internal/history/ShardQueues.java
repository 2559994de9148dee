// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.QueueState;
import dev.fencepost.engine.v1.ShardState;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;

/** The queues of one shard, and what executes their tasks. */
final class ShardQueues {

  private final ImmediateQueue<TransferTask> transfer;
  private final ImmediateQueue<VisibilityTask> visibility;
  private final TimerQueue timers;

  ShardQueues(OwnedShard shard, ShardState state) {
    HistorySettings settings = shard.environment().settings();
    this.transfer =
        new ImmediateQueue<>(
            shard,
            new ImmediateQueue.Work<>(
                "transfer",
                TaskCategory.TRANSFER,
                settings.transferParallelism(),
                TransferTask.parser(),
                task -> task.getKindCase().name(),
                new TransferExecutor(shard)::execute),
            acknowledged(state, TaskCategory.TRANSFER));
    this.visibility =
        new ImmediateQueue<>(
            shard,
            new ImmediateQueue.Work<>(
                "visibility",
                TaskCategory.VISIBILITY,
                settings.visibilityParallelism(),
                VisibilityTask.parser(),
                task -> task.getKind().name(),
                new VisibilityExecutor(shard)::execute),
            acknowledged(state, TaskCategory.VISIBILITY));
    this.timers =
        new TimerQueue(shard, settings.timerParallelism(), new TimerExecutor(shard)::execute);
  }

  private static long acknowledged(ShardState state, TaskCategory category) {
    return state.getQueuesOrDefault(category.id(), QueueState.getDefaultInstance()).getAckTaskId();
  }

  void start() {
    transfer.start();
    timers.start();
    visibility.start();
  }

  void offer(ImmediateTask task) {
    if (task.category().equals(TaskCategory.TRANSFER)) {
      transfer.offer(task);
    } else if (task.category().equals(TaskCategory.VISIBILITY)) {
      visibility.offer(task);
    } else {
      throw new IllegalArgumentException("no queue takes immediate tasks of " + task.category());
    }
  }

  void offer(ScheduledTask task) {
    timers.offer(task);
  }

  long transferAcknowledgedBelow() {
    return transfer.acknowledgedBelow();
  }

  long visibilityAcknowledgedBelow() {
    return visibility.acknowledgedBelow();
  }

  void deleteDone() {
    transfer.deleteAcknowledged();
    visibility.deleteAcknowledged();
    timers.deleteDone();
  }

  boolean isIdle() {
    return transfer.isIdle() && visibility.isIdle() && timers.isIdle();
  }

  void wake() {
    transfer.wake();
    visibility.wake();
    timers.wake();
  }
}
