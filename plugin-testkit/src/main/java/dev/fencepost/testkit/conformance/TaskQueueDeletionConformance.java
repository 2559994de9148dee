// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How every {@link TaskQueueStore} keeps the fence of task queues that are deleted and created
 * again: no token of a key is handed out twice. Temporal's store starts again at range id 1, where
 * an owner from before the deletion still passes.
 */
public abstract class TaskQueueDeletionConformance extends StoreConformance {

  /** The kit for a backend. */
  protected TaskQueueDeletionConformance(PersistenceSource source) {
    super(source);
  }

  private TaskQueueStore queues() {
    return persistence().taskQueues();
  }

  private static TaskQueueKey newKey() {
    return new TaskQueueKey(UUID.randomUUID(), "deleted", TaskQueueType.ACTIVITY);
  }

  private TaskQueue create(TaskQueueKey key) {
    return queues().create(key, blob("created"), UUID.randomUUID());
  }

  private TaskQueue acquire(TaskQueueFence expected) {
    return queues().acquire(expected, UUID.randomUUID());
  }

  private void delete(TaskQueueFence expected) {
    queues().delete(expected, UUID.randomUUID());
  }

  private void add(TaskQueueFence fence, long taskId) {
    queues().addTasks(fence, List.of(new TaskQueueTask(taskId, blob("task"))), UUID.randomUUID());
  }

  private List<Long> taskIds(TaskQueueKey key) {
    return Pages.all(100, page -> queues().readTasks(key, 0, Long.MAX_VALUE, page)).stream()
        .map(TaskQueueTask::taskId)
        .toList();
  }

  @Test
  void aQueueCreatedAgainStartsAboveEveryTokenItHad() {
    TaskQueueKey key = newKey();
    long greatest = 0;
    for (int leases = 0; leases < 4; leases++) {
      TaskQueue queue = create(key);
      assertThat(queue).isEqualTo(new TaskQueue(key, greatest + 1, blob("created")));
      for (int lease = 0; lease < leases; lease++) {
        queue = acquire(queue.fence());
      }
      assertThat(queues().read(key)).isEqualTo(queue);
      greatest = queue.rangeId();
      delete(queue.fence());
    }
  }

  @Test
  void aFailedCreationLeavesTheLeaseAsItWas() {
    TaskQueueKey key = newKey();
    delete(create(key).fence());
    TaskQueue queue = create(key);
    Errors.expectCondition(mismatch(key, queue.rangeId()), () -> create(key));
    add(queue.fence(), 1);
    TaskQueue leased = acquire(queue.fence());
    Errors.expectCondition(mismatch(key, leased.rangeId()), () -> create(key));
    add(leased.fence(), 2);
    assertThat(queues().read(key)).isEqualTo(leased);
  }

  @Test
  void aDeletedQueueHasNothingToOwn() {
    TaskQueueKey key = newKey();
    TaskQueue queue = acquire(acquire(create(key).fence()).fence());
    delete(queue.fence());
    for (long token = 1; token <= queue.rangeId() + 1; token++) {
      TaskQueueFence fence = new TaskQueueFence(key, token);
      Errors.expectNothingToOwn(fence, () -> add(fence, 1));
      Errors.expectCondition(
          new FailedCondition.TaskQueueLeaseMismatch(key, OptionalLong.empty()),
          () -> acquire(fence));
    }
    assertThat(taskIds(key)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> noTokenFromBeforeADeletionPassesTheFenceAfterIt() {
    return Stream.of(
        refused("addTasks", fence -> add(fence, 9)),
        refused(
            "updateState", fence -> queues().updateState(fence, blob("stale"), UUID.randomUUID())),
        refused(
            "completeTasks", fence -> queues().completeTasks(fence, 100, 10, UUID.randomUUID())));
  }

  private DynamicTest refused(String operation, Consumer<TaskQueueFence> write) {
    return DynamicTest.dynamicTest(
        operation,
        () -> {
          TaskQueueKey key = newKey();
          TaskQueue former = acquire(create(key).fence());
          delete(former.fence());
          TaskQueue queue = create(key);
          add(queue.fence(), 1);
          for (long token = 1; token <= former.rangeId(); token++) {
            TaskQueueFence stale = new TaskQueueFence(key, token);
            Errors.expectOwnershipLost(stale, queue.rangeId(), () -> write.accept(stale));
          }
          assertThat(queues().read(key)).isEqualTo(queue);
          assertThat(taskIds(key)).containsExactly(1L);
          write.accept(queue.fence());
        });
  }

  @Test
  void noTokenFromBeforeADeletionLeasesOrDeletesAfterIt() {
    TaskQueueKey key = newKey();
    TaskQueue former = acquire(create(key).fence());
    delete(former.fence());
    TaskQueue queue = create(key);
    for (long token = 1; token <= former.rangeId(); token++) {
      TaskQueueFence stale = new TaskQueueFence(key, token);
      Errors.expectCondition(mismatch(key, queue.rangeId()), () -> acquire(stale));
      Errors.expectCondition(mismatch(key, queue.rangeId()), () -> delete(stale));
    }
    assertThat(queues().read(key)).isEqualTo(queue);
  }

  @Test
  void afterADeletionNoTaskOfAFormerOwnerAppearsWhoeverCreatesTheQueueMeanwhile()
      throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    for (int round = 0; round < 10; round++) {
      TaskQueueKey key = newKey();
      TaskQueueFence stale = create(key).fence();
      AtomicLong ids = new AtomicLong();
      List<Callable<List<Long>>> calls = new ArrayList<>();
      calls.add(() -> addUntilLost(stale, ids));
      calls.add(() -> addUntilLost(stale, ids));
      calls.add(() -> createAgain(key));
      calls.add(
          () -> {
            delete(stale);
            return taskIds(key);
          });
      List<Together.Ending<List<Long>>> endings = Together.run(calls);
      assertThat(Together.thrown(endings)).isEmpty();
      List<Long> seenByTheDeleter = Together.returned(endings).getLast();
      assertThat(taskIds(key)).isEqualTo(seenByTheDeleter);
      assertThat(queues().read(key).rangeId()).isGreaterThan(stale.rangeId());
    }
  }

  private List<Long> addUntilLost(TaskQueueFence fence, AtomicLong ids) {
    List<Long> added = new ArrayList<>();
    Deadline deadline = Deadline.inThirtySeconds();
    while (true) {
      deadline.check("the lease was not lost");
      long id = ids.incrementAndGet();
      try {
        add(fence, id);
        added.add(id);
      } catch (OwnershipLost lost) {
        return added;
      }
    }
  }

  /** Creates the queue as soon as it has been deleted. */
  private List<Long> createAgain(TaskQueueKey key) {
    Deadline deadline = Deadline.inThirtySeconds();
    while (true) {
      deadline.check("the task queue was not deleted");
      try {
        return List.of(create(key).rangeId());
      } catch (ConditionFailed exists) {
        Thread.onSpinWait();
      }
    }
  }

  private static FailedCondition mismatch(TaskQueueKey key, long actual) {
    return new FailedCondition.TaskQueueLeaseMismatch(key, OptionalLong.of(actual));
  }
}
