// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How every {@link TaskQueueStore} keeps task queues and their leases: L1 to L10 and G1 to G10 of
 * the contract. Backlogs have a class of their own. Normal and sticky task queues differ by their
 * names only.
 *
 * <p>Not here, because the SPI has no such call: G10 (a lock outside a transaction), L15 to L18, F1
 * and F2 (fair task queues and user data).
 */
public abstract class TaskQueueStoreConformance extends StoreConformance {

  /** The kit for a backend. */
  protected TaskQueueStoreConformance(PersistenceSource source) {
    super(source);
  }

  private TaskQueueStore queues() {
    return persistence().taskQueues();
  }

  private static TaskQueueKey newKey(String name) {
    return new TaskQueueKey(UUID.randomUUID(), name, TaskQueueType.WORKFLOW);
  }

  private TaskQueue created(TaskQueueKey key) {
    return queues().create(key, blob("created"), UUID.randomUUID());
  }

  private Stream<DynamicTest> forNormalAndSticky(Behaviour behaviour) {
    return Stream.of("orders", "/_sticky/worker@host:1")
        .map(name -> DynamicTest.dynamicTest(name, () -> behaviour.check(newKey(name))));
  }

  private interface Behaviour {
    void check(TaskQueueKey key);
  }

  private static FailedCondition leaseIs(TaskQueueKey key, long actual) {
    return new FailedCondition.TaskQueueLeaseMismatch(key, OptionalLong.of(actual));
  }

  private static FailedCondition noSuchQueue(TaskQueueKey key) {
    return new FailedCondition.TaskQueueLeaseMismatch(key, OptionalLong.empty());
  }

  private void expectUnchanged(FailedCondition condition, TaskQueue stored, ThrowingCallable call) {
    Errors.expectCondition(condition, call);
    assertThat(queues().read(stored.key())).isEqualTo(stored);
  }

  @TestFactory
  Stream<DynamicTest> L1_L2_G1_G3_createStoresTheTaskQueueWithRangeIdOne() {
    return forNormalAndSticky(
        key -> {
          TaskQueue queue = created(key);
          assertThat(queue).isEqualTo(new TaskQueue(key, 1, blob("created")));
          assertThat(queues().read(key)).isEqualTo(queue);
        });
  }

  @TestFactory
  Stream<DynamicTest> L3_L4_G2_creatingAgainIsAFailedConditionWithTheActualRangeId() {
    return forNormalAndSticky(
        key -> {
          created(key);
          TaskQueue leased = queues().acquire(new TaskQueueFence(key, 1), UUID.randomUUID());
          expectUnchanged(
              leaseIs(key, 2),
              leased,
              () -> queues().create(key, blob("again"), UUID.randomUUID()));
        });
  }

  @TestFactory
  Stream<DynamicTest> L5_L7_G4_G6_acquireAndUpdateStateAreStored() {
    return forNormalAndSticky(
        key -> {
          TaskQueue created = created(key);
          TaskQueue leased = queues().acquire(created.fence(), UUID.randomUUID());
          assertThat(leased).isEqualTo(new TaskQueue(key, 2, blob("created")));
          queues().updateState(leased.fence(), blob("changed"), UUID.randomUUID());
          assertThat(queues().read(key)).isEqualTo(new TaskQueue(key, 2, blob("changed")));
        });
  }

  @TestFactory
  Stream<DynamicTest> L6_L8_acquireWithAnotherRangeIdIsAFailedCondition() {
    return forNormalAndSticky(
        key -> {
          created(key);
          TaskQueue leased = queues().acquire(new TaskQueueFence(key, 1), UUID.randomUUID());
          for (long wrong : new long[] {1, 3, Long.MAX_VALUE - 1}) {
            expectUnchanged(
                leaseIs(key, 2),
                leased,
                () -> queues().acquire(new TaskQueueFence(key, wrong), UUID.randomUUID()));
          }
        });
  }

  @Test
  void L9_G8_deleteWithTheActualRangeIdRemovesTheTaskQueue() {
    TaskQueue queue = created(newKey("deleted"));
    queues().delete(queue.fence(), UUID.randomUUID());
    Errors.expect(NotFound.class, () -> queues().read(queue.key()));
  }

  @Test
  void L10_G9_deleteWithAnotherRangeIdIsAFailedCondition() {
    TaskQueue queue = created(newKey("kept"));
    TaskQueueFence wrong = new TaskQueueFence(queue.key(), 2);
    expectUnchanged(
        leaseIs(queue.key(), 1), queue, () -> queues().delete(wrong, UUID.randomUUID()));
  }

  @Test
  void G5_G7_whatIsMissingIsAFailedConditionOrALostLease() {
    TaskQueueKey key = newKey("missing");
    TaskQueueFence fence = new TaskQueueFence(key, 1);
    Errors.expect(NotFound.class, () -> queues().read(key));
    Errors.expectCondition(noSuchQueue(key), () -> queues().acquire(fence, UUID.randomUUID()));
    Errors.expectCondition(noSuchQueue(key), () -> queues().delete(fence, UUID.randomUUID()));
    Errors.expectNothingToOwn(
        fence, () -> queues().updateState(fence, blob("x"), UUID.randomUUID()));
    Errors.expectNothingToOwn(
        fence,
        () ->
            queues().addTasks(fence, List.of(new TaskQueueTask(1, blob("x"))), UUID.randomUUID()));
    Errors.expectNothingToOwn(
        fence, () -> queues().completeTasks(fence, 10, 10, UUID.randomUUID()));
    Errors.expect(NotFound.class, () -> queues().read(key));
  }

  @TestFactory
  Stream<DynamicTest> underALostLeaseNothingIsWritten() {
    return Stream.of(LeasedOperation.values())
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.name(), () -> assertFenced(operation, newKey("fenced"))));
  }

  private enum LeasedOperation {
    UPDATE_STATE {
      @Override
      void run(TaskQueueStore queues, TaskQueueFence fence) {
        queues.updateState(fence, blob("new"), UUID.randomUUID());
      }
    },
    ADD_TASKS {
      @Override
      void run(TaskQueueStore queues, TaskQueueFence fence) {
        queues.addTasks(fence, List.of(new TaskQueueTask(9, blob("new"))), UUID.randomUUID());
      }
    },
    COMPLETE_TASKS {
      @Override
      void run(TaskQueueStore queues, TaskQueueFence fence) {
        queues.completeTasks(fence, 100, 10, UUID.randomUUID());
      }
    };

    abstract void run(TaskQueueStore queues, TaskQueueFence fence);
  }

  private void assertFenced(LeasedOperation operation, TaskQueueKey key) {
    created(key);
    TaskQueueFence first = queues().acquire(new TaskQueueFence(key, 1), UUID.randomUUID()).fence();
    List<TaskQueueTask> tasks = List.of(new TaskQueueTask(1, blob("one")));
    queues().addTasks(first, tasks, UUID.randomUUID());
    TaskQueue leased = queues().acquire(first, UUID.randomUUID());
    for (long wrong : new long[] {1, 2, 4, Long.MAX_VALUE}) {
      TaskQueueFence stale = new TaskQueueFence(key, wrong);
      Errors.expectOwnershipLost(stale, 3, () -> operation.run(queues(), stale));
      assertThat(queues().read(key)).isEqualTo(leased);
      assertThat(Pages.all(10, page -> queues().readTasks(key, 0, Long.MAX_VALUE, page)))
          .isEqualTo(tasks);
    }
    operation.run(queues(), leased.fence());
  }

  @Test
  void typesNamesAndNamespacesAreSeparate() {
    TaskQueueKey workflow = newKey("shared");
    TaskQueueKey activity =
        new TaskQueueKey(workflow.namespaceId(), "shared", TaskQueueType.ACTIVITY);
    TaskQueueKey other = newKey("shared");
    created(workflow);
    queues().create(activity, blob("activity"), UUID.randomUUID());
    queues().create(other, blob("other"), UUID.randomUUID());
    queues().acquire(new TaskQueueFence(activity, 1), UUID.randomUUID());
    assertThat(queues().read(workflow).rangeId()).isEqualTo(1);
    assertThat(queues().read(activity)).isEqualTo(new TaskQueue(activity, 2, blob("activity")));
    assertThat(queues().read(other)).isEqualTo(new TaskQueue(other, 1, blob("other")));
  }

  @Test
  void namesMayHaveTheirFullLengthInWideCharacters() {
    require(Capability.IDS_OF_THREE_KILOBYTES);
    TaskQueue queue = created(newKey("測".repeat(1_000)));
    assertThat(queues().read(queue.key())).isEqualTo(queue);
  }

  @Test
  void namesMayHaveAnyCharacterButNoWrongLength() {
    for (String name : List.of(Samples.UNICODE, Samples.textOfLength(255))) {
      TaskQueue queue = created(newKey(name));
      assertThat(queues().read(queue.key())).isEqualTo(queue);
    }
    for (String name :
        List.of("", Samples.textOfLength(1_001), "nul\0nul", Samples.HALF_CHARACTER)) {
      Errors.expect(InvalidRequest.class, () -> created(newKey(name)));
    }
  }

  @Test
  void anEmptyStateAndOneOfOneMebibyteAreReadBack() {
    require(Capability.BLOBS_OF_ONE_MEBIBYTE);
    TaskQueue queue = queues().create(newKey("sizes"), blob(""), UUID.randomUUID());
    assertThat(queues().read(queue.key())).isEqualTo(queue);
    Blob large = Samples.blobOfSize(1 << 20);
    queues().updateState(queue.fence(), large, UUID.randomUUID());
    assertThat(queues().read(queue.key()).state()).isEqualTo(large);
  }

  @Test
  void everyTaskQueueIsListedOnceInPagesOfAnySizeWhateverIsCreatedMeanwhile() {
    List<TaskQueueKey> keys = new ArrayList<>();
    for (int namespace = 0; namespace < 3; namespace++) {
      UUID namespaceId = UUID.randomUUID();
      for (int i = 0; i < 5; i++) {
        for (TaskQueueType type : TaskQueueType.values()) {
          keys.add(new TaskQueueKey(namespaceId, "listed " + i, type));
        }
      }
    }
    keys.forEach(this::created);
    for (int pageSize : new int[] {1, 4, 100}) {
      List<TaskQueueKey> listed =
          Pages.all(
                  pageSize,
                  page -> {
                    created(newKey("created while listing"));
                    return queues().list(page);
                  })
              .stream()
              .map(TaskQueue::key)
              .toList();
      assertThat(listed).doesNotHaveDuplicates().containsAll(keys);
    }
    Errors.expect(
        InvalidRequest.class, () -> queues().list(PageRequest.after(new PageToken("garbage"), 5)));
  }

  @Test
  void ofManyWhoAcquireWithOneRangeIdExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    TaskQueue queue = created(newKey("contended"));
    Callable<TaskQueue> taker = () -> queues().acquire(queue.fence(), UUID.randomUUID());
    List<Together.Ending<TaskQueue>> endings = Together.run(Collections.nCopies(8, taker));
    assertThat(Together.returned(endings)).hasSize(1);
    assertThat(Together.thrown(endings))
        .hasSize(7)
        .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(ConditionFailed.class));
    assertThat(queues().read(queue.key()).rangeId()).isEqualTo(2);
  }

  @Test
  void ofManyWhoCreateATaskQueueAtOnceExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    TaskQueueKey key = newKey("created at once");
    Callable<TaskQueue> creator = () -> created(key);
    List<Together.Ending<TaskQueue>> endings = Together.run(Collections.nCopies(8, creator));
    assertThat(Together.returned(endings)).hasSize(1);
    assertThat(Together.thrown(endings))
        .hasSize(7)
        .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(ConditionFailed.class));
  }
}
