// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.internal.Samples;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A task queue, and tasks that are added to it. */
final class TaskQueueScene implements FenceScene {

  private static final int TASKS_OF_A_ROUND = OWNER_WRITES + 1;
  private static final PageRequest PAGE = PageRequest.first(100);

  private final Persistence stores;
  private TaskQueueFence owner;
  private TaskQueueFence next;
  private long firstTaskId = 1 - TASKS_OF_A_ROUND;

  private TaskQueueScene(Persistence stores, TaskQueueFence fence) {
    this.stores = stores;
    this.owner = fence;
    this.next = fence;
  }

  static TaskQueueScene create(Persistence stores) {
    TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.WORKFLOW);
    return new TaskQueueScene(
        stores, stores.taskQueues().create(key, Samples.blob("state"), UUID.randomUUID()).fence());
  }

  @Override
  public void begin() {
    owner = next;
    firstTaskId += TASKS_OF_A_ROUND;
  }

  @Override
  public WriteResult write(int write) {
    add(owner, firstTaskId + write, FenceScene.owner(write));
    return WriteResult.DONE;
  }

  @Override
  public Sight takeOver() {
    TaskQueueFence taken = stores.taskQueues().acquire(owner, UUID.randomUUID()).fence();
    Sight seen = look();
    add(taken, firstTaskId + OWNER_WRITES, TAKER);
    next = taken;
    return seen;
  }

  @Override
  public Sight look() {
    List<String> marks =
        stores
            .taskQueues()
            .readTasks(owner.key(), firstTaskId, firstTaskId + TASKS_OF_A_ROUND, PAGE)
            .items()
            .stream()
            .map(task -> Samples.text(task.payload()))
            .toList();
    return new Sight(marks, 0, Optional.empty());
  }

  @Override
  public long firstRecordVersion() {
    return 0;
  }

  @Override
  public Target target() {
    return new Target(
        FencedOperation.CREATE_MATCHING_TASKS,
        0,
        owner.key().namespaceId(),
        owner.key().name(),
        firstTaskId);
  }

  private void add(TaskQueueFence token, long taskId, String mark) {
    stores
        .taskQueues()
        .addTasks(token, List.of(new TaskQueueTask(taskId, Samples.blob(mark))), UUID.randomUUID());
  }
}
