// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Take-overs end soon, however busy the former owner is. */
class TakeOverTest {

  private static final Map<String, String> ROOM = Map.of("pool-size", "18");

  static Stream<Named<PersistenceSource>> databases() {
    return Stream.of(
        Named.of("cas", SimulatedCluster.source(with("fence", "cas"))),
        Named.of("key-share", SimulatedCluster.source(with("fence", "key-share"))),
        Named.of("cas as a sequence", SimulatedCluster.source(with("writes", "sequence"))),
        Named.of(
            "cas where conflicts are waited for",
            new RepeatableReadDatabase(FenceKind.CAS, WriteForm.FOLDED)),
        Named.of(
            "key-share where conflicts are waited for",
            new RepeatableReadDatabase(FenceKind.KEY_SHARE, WriteForm.FOLDED)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void againstSixteenBusyWritersItEndsWithinTwoSeconds(PersistenceSource database)
      throws Exception {
    database.empty();
    try (Persistence owner = database.open();
        Persistence taker = database.open()) {
      OwnedWorkflow workflow = OwnedWorkflow.create(owner);
      try (BusyWriters writers = new BusyWriters(writer -> workflow.addTasks())) {
        until(() -> writers.written() > 200);
        long start = System.nanoTime();
        Shard acquired = taker.shards().acquire(OwnedWorkflow.takeOver(workflow.fence()));
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        int tasksWhenTaken = workflow.through(taker).tasks();
        assertThat(acquired.rangeId()).isEqualTo(workflow.fence().rangeId() + 1);
        assertThat(taken).isLessThan(Duration.ofSeconds(2));
        until(() -> writers.refused() > 200);
        assertThat(workflow.through(taker).tasks()).isEqualTo(tasksWhenTaken);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aTaskQueueUnderSixteenBusyWritersIsLeasedAndDeletedWithinTwoSecondsEach(
      PersistenceSource database) throws Exception {
    database.empty();
    try (Persistence owner = database.open();
        Persistence taker = database.open()) {
      TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.WORKFLOW);
      TaskQueueFence fence =
          owner.taskQueues().create(key, Samples.blob("state"), UUID.randomUUID()).fence();
      AtomicLong lastTaskId = new AtomicLong();
      try (BusyWriters writers = new BusyWriters(writer -> add(owner, fence, lastTaskId))) {
        until(() -> writers.written() > 100);
        long start = System.nanoTime();
        TaskQueue leased = taker.taskQueues().acquire(fence, UUID.randomUUID());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(leased.rangeId()).isEqualTo(fence.rangeId() + 1);
        try (BusyWriters successors =
            new BusyWriters(writer -> add(taker, leased.fence(), lastTaskId))) {
          until(() -> successors.written() > 100);
          long deleting = System.nanoTime();
          owner.taskQueues().delete(leased.fence(), UUID.randomUUID());
          assertThat(Duration.ofNanos(System.nanoTime() - deleting))
              .isLessThan(Duration.ofSeconds(2));
        }
      }
    }
  }

  private static void add(Persistence stores, TaskQueueFence fence, AtomicLong lastTaskId) {
    stores
        .taskQueues()
        .addTasks(
            fence,
            List.of(new TaskQueueTask(lastTaskId.incrementAndGet(), Samples.blob("task"))),
            UUID.randomUUID());
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> all = new HashMap<>(ROOM);
    all.put(key, value);
    return all;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition did not come true").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
