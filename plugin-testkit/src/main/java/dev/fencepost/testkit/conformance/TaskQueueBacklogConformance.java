// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How every {@link TaskQueueStore} keeps backlogs: L11 to L14 and V1 to V9 of the contract, and
 * item 3 of its section 4.9. V7 and V8, deletions without a bound, can't be asked for.
 */
public abstract class TaskQueueBacklogConformance extends StoreConformance {

  /** The kit for a backend. */
  protected TaskQueueBacklogConformance(PersistenceSource source) {
    super(source);
  }

  private TaskQueueStore queues() {
    return persistence().taskQueues();
  }

  private TaskQueueFence leased() {
    TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "backlog", TaskQueueType.ACTIVITY);
    return queues()
        .acquire(queues().create(key, blob("state"), UUID.randomUUID()).fence(), UUID.randomUUID())
        .fence();
  }

  private static TaskQueueTask task(long id) {
    return new TaskQueueTask(id, blob("task " + id));
  }

  private void add(TaskQueueFence fence, TaskQueueTask... tasks) {
    queues().addTasks(fence, List.of(tasks), UUID.randomUUID());
  }

  private List<TaskQueueTask> read(TaskQueueFence fence, long from, long to, int pageSize) {
    return Pages.all(pageSize, page -> queues().readTasks(fence.key(), from, to, page));
  }

  private List<TaskQueueTask> all(TaskQueueFence fence) {
    return read(fence, Long.MIN_VALUE, Long.MAX_VALUE, 500);
  }

  @Test
  void L11_addTasksUnderAnotherRangeIdLeavesNoTaskVisible() {
    TaskQueueFence fence = leased();
    for (long wrong : new long[] {1, 3}) {
      TaskQueueFence stale = new TaskQueueFence(fence.key(), wrong);
      Errors.expectOwnershipLost(stale, 2, () -> add(stale, task(1), task(2)));
      assertThat(all(fence)).isEmpty();
    }
  }

  @Test
  void L12_V1_V5_oneTaskIsReadAndTheListEndsWithIt() {
    TaskQueueFence fence = leased();
    add(fence, task(7));
    assertThat(queues().readTasks(fence.key(), 7, 8, PageRequest.first(2)).items())
        .containsExactly(task(7));
    assertThat(queues().readTasks(fence.key(), 7, 8, PageRequest.first(2)).next()).isEmpty();
    assertThat(read(fence, 8, 100, 1)).isEmpty();
    assertThat(read(fence, 0, 7, 1)).isEmpty();
  }

  @Test
  void V2_V6_severalTasksAreAddedInOneCallAndReadInOrder() {
    TaskQueueFence fence = leased();
    add(fence, task(9), task(8));
    assertThat(read(fence, 7, 10, 2)).containsExactly(task(8), task(9));
  }

  @Test
  void V3_V4_aTakenIdIsAlreadyExistsAndNoneIsAdded() {
    TaskQueueFence fence = leased();
    add(fence, task(1));
    TaskQueueTask other = new TaskQueueTask(1, blob("other"));
    Errors.expect(AlreadyExists.class, () -> add(fence, other));
    Errors.expect(AlreadyExists.class, () -> add(fence, task(2), other));
    Errors.expect(AlreadyExists.class, () -> add(fence, task(3), task(3)));
    assertThat(all(fence)).containsExactly(task(1));
  }

  @Test
  void L13_L14_aThousandTasksAreReadOnceInOrderAndCompleted() {
    require(Capability.LONG_LISTS);
    TaskQueueFence fence = leased();
    for (int batch = 0; batch < 32; batch++) {
      long first = batch * 32L;
      queues()
          .addTasks(
              fence,
              LongStream.range(first, first + 32)
                  .mapToObj(TaskQueueBacklogConformance::task)
                  .toList(),
              UUID.randomUUID());
    }
    assertThat(read(fence, 0, 1_024, 1))
        .extracting(TaskQueueTask::taskId)
        .isEqualTo(LongStream.range(0, 1_024).boxed().toList());
    assertThat(queues().completeTasks(fence, 1_024, 1_024, UUID.randomUUID())).isEqualTo(1_024);
    assertThat(queues().readTasks(fence.key(), 0, 1_024, PageRequest.first(1)).items()).isEmpty();
    assertThat(queues().readTasks(fence.key(), 0, 1_024, PageRequest.first(1)).next()).isEmpty();
  }

  @Test
  void V9_completeTasksDeletesTheSmallestIdsBelowTheBoundUpToTheLimit() {
    TaskQueueFence fence = leased();
    add(fence, task(5), task(1), task(3), task(7));
    assertThat(queues().completeTasks(fence, 7, 2, UUID.randomUUID())).isEqualTo(2);
    assertThat(all(fence)).containsExactly(task(5), task(7));
    assertThat(queues().completeTasks(fence, 7, 2, UUID.randomUUID())).isEqualTo(1);
    assertThat(queues().completeTasks(fence, 7, 2, UUID.randomUUID())).isZero();
    assertThat(all(fence)).containsExactly(task(7));
    assertThat(queues().completeTasks(fence, Long.MAX_VALUE, 2, UUID.randomUUID())).isEqualTo(1);
    assertThat(all(fence)).isEmpty();
  }

  @Test
  void theSmallestAndTheLargestIdsAreReadBack() {
    TaskQueueFence fence = leased();
    add(fence, task(Long.MIN_VALUE), task(0), task(Long.MAX_VALUE - 1));
    assertThat(all(fence)).containsExactly(task(Long.MIN_VALUE), task(0), task(Long.MAX_VALUE - 1));
  }

  @Test
  void backlogsAreSeparateAndOutliveTheirTaskQueue() {
    TaskQueueFence first = leased();
    TaskQueueFence second = leased();
    add(first, task(1));
    assertThat(all(second)).isEmpty();
    queues().completeTasks(second, 100, 10, UUID.randomUUID());
    queues().delete(first, UUID.randomUUID());
    assertThat(all(first)).containsExactly(task(1));
  }

  @Test
  void senselessArgumentsAreInvalid() {
    TaskQueueFence fence = leased();
    Errors.expect(InvalidRequest.class, () -> add(fence));
    Errors.expect(
        InvalidRequest.class, () -> queues().completeTasks(fence, 10, 0, UUID.randomUUID()));
    Errors.expect(
        InvalidRequest.class, () -> queues().readTasks(fence.key(), 10, 9, PageRequest.first(1)));
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      Errors.expect(InvalidRequest.class, () -> queues().readTasks(fence.key(), 0, 9, page));
    }
  }

  @Test
  void item3_afterAnAcquisitionReturnedNoTaskOfASmallerRangeIdAppears()
      throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    for (int round = 0; round < 5; round++) {
      TaskQueueFence stale = leased();
      AtomicLong ids = new AtomicLong();
      List<Callable<List<Long>>> calls = new ArrayList<>();
      for (int writer = 0; writer < 6; writer++) {
        calls.add(() -> addUntilLost(stale, ids));
      }
      calls.add(
          () -> {
            queues().acquire(stale, UUID.randomUUID());
            return all(stale).stream().map(TaskQueueTask::taskId).toList();
          });
      List<Together.Ending<List<Long>>> endings = Together.run(calls);
      assertThat(Together.thrown(endings)).isEmpty();
      List<List<Long>> results = Together.returned(endings);
      List<Long> seenByTheTaker = results.getLast();
      List<Long> now = all(stale).stream().map(TaskQueueTask::taskId).toList();
      assertThat(now).isEqualTo(seenByTheTaker);
      assertThat(results.subList(0, 6).stream().flatMap(List::stream).sorted().toList())
          .isEqualTo(now);
    }
  }

  @Test
  void item3_deletionAndAddedTasksNeverBothSucceedUnderOneLease() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    for (int round = 0; round < 10; round++) {
      TaskQueueFence fence = leased();
      AtomicLong ids = new AtomicLong();
      List<Together.Ending<List<Long>>> endings =
          Together.run(
              List.of(
                  () -> addUntilLost(fence, ids),
                  () -> {
                    queues().delete(fence, UUID.randomUUID());
                    return all(fence).stream().map(TaskQueueTask::taskId).toList();
                  }));
      assertThat(Together.thrown(endings)).isEmpty();
      List<Long> seenByTheDeleter = Together.returned(endings).getLast();
      assertThat(all(fence)).extracting(TaskQueueTask::taskId).isEqualTo(seenByTheDeleter);
    }
  }

  @Test
  void tasksAddedAtOnceUnderOneLeaseAreAllStored() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    TaskQueueFence fence = leased();
    List<Callable<Long>> calls =
        LongStream.range(0, 16)
            .<Callable<Long>>mapToObj(
                id ->
                    () -> {
                      add(fence, task(id));
                      return id;
                    })
            .toList();
    assertThat(Together.thrown(Together.run(calls))).isEmpty();
    assertThat(all(fence)).hasSize(16);
  }

  /** Adds tasks until the lease is lost; returns the ids of those that were said to be added. */
  private List<Long> addUntilLost(TaskQueueFence fence, AtomicLong ids) {
    List<Long> added = new ArrayList<>();
    Deadline deadline = Deadline.inThirtySeconds();
    while (true) {
      deadline.check("the lease was not lost");
      long id = ids.incrementAndGet();
      try {
        add(fence, task(id));
        added.add(id);
      } catch (OwnershipLost lost) {
        return added;
      }
    }
  }
}
