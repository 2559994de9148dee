// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Take-overs end soon, whatever the former owner does. */
class TakeOverTest {

  private static final int WRITERS = 16;
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final TestDatabase DATABASE = new TestDatabase();
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static final Persistence OWNER = open(new SimpleMeterRegistry(), WRITERS);
  private static final Persistence TAKER = open(METERS, 2);
  private static final AtomicInteger LAST_SHARD = new AtomicInteger();

  private static Persistence open(SimpleMeterRegistry meters, int poolSize) {
    if (poolSize == WRITERS) {
      DATABASE.empty();
    }
    return DATABASE.open(
        Map.of("pool-size", Integer.toString(poolSize), "take-over-grace", "500ms"), meters);
  }

  @AfterAll
  static void close() {
    OWNER.close();
    TAKER.close();
  }

  @Test
  void againstSixteenBusyWritersThatDoNotStopItEndsWithinTwoSeconds() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    AtomicLong lastTaskId = new AtomicLong();
    AtomicLong written = new AtomicLong();
    BusyWriters writers =
        new BusyWriters(
            () -> {
              OWNER
                  .historyTasks()
                  .add(
                      new AddHistoryTasks(
                          scene.fence(),
                          UUID.randomUUID(),
                          List.of(Scene.task(lastTaskId.incrementAndGet()))));
              written.incrementAndGet();
            });
    try (writers) {
      Waiting.until(() -> written.get() > 200);
      long start = System.nanoTime();
      Shard acquired = TAKER.shards().acquire(Scene.takeOver(scene.fence()));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      int tasksWhenTaken = tasks(scene);
      assertThat(acquired.rangeId()).isEqualTo(scene.fence().rangeId() + 1);
      assertThat(taken).isLessThan(Duration.ofSeconds(2));
      Waiting.until(() -> writers.refused() > 1_000);
      assertThat(tasks(scene)).isEqualTo(tasksWhenTaken);
    }
  }

  @Test
  void aTaskQueueUnderSixteenBusyWritersIsLeasedWithinTwoSeconds() throws Exception {
    TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.WORKFLOW);
    TaskQueueFence fence =
        OWNER.taskQueues().create(key, Scene.blob("state"), UUID.randomUUID()).fence();
    AtomicLong lastTaskId = new AtomicLong();
    AtomicLong written = new AtomicLong();
    try (BusyWriters writers =
        new BusyWriters(
            () -> {
              OWNER
                  .taskQueues()
                  .addTasks(
                      fence,
                      List.of(new TaskQueueTask(lastTaskId.incrementAndGet(), Scene.blob("task"))),
                      UUID.randomUUID());
              written.incrementAndGet();
            })) {
      Waiting.until(() -> written.get() > 200);
      long start = System.nanoTime();
      TaskQueue leased = TAKER.taskQueues().acquire(fence, UUID.randomUUID());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(leased.rangeId()).isEqualTo(2);
      long writtenWhenLeased = written.get();
      Waiting.until(() -> writers.refused() > 1_000);
      assertThat(written.get()).isBetween(writtenWhenLeased, writtenWhenLeased + WRITERS);
    }
  }

  @Test
  void anOwnerFrozenInsideATransactionIsDisconnectedAfterTheGraceTime() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    double terminatedBefore = terminated();
    try (Connection frozen = DATABASE.connect();
        Statement statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      statement.execute(
          "SELECT range_id FROM fencepost.shards WHERE shard_id = "
              + scene.fence().shardId()
              + " FOR SHARE");
      long start = System.nanoTime();
      Shard acquired = TAKER.shards().acquire(Scene.takeOver(scene.fence()));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertThat(acquired.rangeId()).isEqualTo(scene.fence().rangeId() + 1);
      assertThat(taken).isBetween(GRACE, GRACE.plusSeconds(2));
      Waiting.until(() -> terminated() == terminatedBefore + 1);
      Waiting.until(() -> !frozen.isValid(1));
    }
  }

  @Test
  void theStateOfTheLastWriteBeforeTheTakeOverIsReturned() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    try (Connection stopping = DATABASE.connect();
        Statement statement = stopping.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      stopping.setAutoCommit(false);
      statement.execute(
          "SELECT FROM fencepost.shard_states WHERE shard_id = "
              + scene.fence().shardId()
              + " FOR UPDATE");
      Future<?> written =
          threads.submit(
              () ->
                  OWNER
                      .shards()
                      .updateState(
                          new UpdateShardState(
                              scene.fence(), Scene.blob("last"), UUID.randomUUID())));
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Future<Shard> acquired =
          threads.submit(() -> TAKER.shards().acquire(Scene.takeOver(scene.fence())));
      Waiting.untilSessionsWaitForLocks(DATABASE, 2);
      stopping.rollback();
      written.get();
      assertThat(acquired.get().state()).isEqualTo(Scene.blob("last"));
    }
  }

  @Test
  void anAnnouncementAtOrBelowTheTokenIsObeyedByNobody() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      for (long announced : new long[] {scene.fence().rangeId() - 1, scene.fence().rangeId()}) {
        statement.execute(
            "UPDATE fencepost.shard_intents SET range_id = "
                + announced
                + " WHERE shard_id = "
                + scene.fence().shardId());
        OWNER
            .shards()
            .updateState(
                new UpdateShardState(scene.fence(), Scene.blob("state"), UUID.randomUUID()));
      }
    }
  }

  @Test
  void anAnnouncedTakeOverThatNeverComesIsOvercomeByTheNextOne() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE fencepost.shard_intents SET range_id = range_id + 1 WHERE shard_id = "
              + scene.fence().shardId());
    }
    Shard again = OWNER.shards().acquire(Scene.takeOver(scene.fence()));
    OWNER
        .shards()
        .updateState(new UpdateShardState(again.fence(), Scene.blob("state"), UUID.randomUUID()));
  }

  @Test
  void item2_ofTwoTakeOversFromOneTokenExactlyOneSucceeds() throws Exception {
    Scene scene = Scene.create(OWNER, LAST_SHARD.incrementAndGet());
    ShardFence expected = scene.fence();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Shard>> takers =
          List.of(
              threads.submit(() -> OWNER.shards().acquire(Scene.takeOver(expected))),
              threads.submit(() -> TAKER.shards().acquire(Scene.takeOver(expected))));
      int succeeded = 0;
      for (Future<Shard> taker : takers) {
        try {
          taker.get();
          succeeded++;
        } catch (ExecutionException failed) {
          assertThat(failed.getCause()).isInstanceOf(OwnershipLost.class);
        }
      }
      assertThat(succeeded).isEqualTo(1);
      assertThat(OWNER.shards().read(expected.shardId()).rangeId())
          .isEqualTo(expected.rangeId() + 1);
    }
  }

  private static int tasks(Scene scene) throws Exception {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM fencepost.history_immediate_tasks WHERE shard_id = "
                    + scene.fence().shardId())) {
      row.next();
      return row.getInt(1);
    }
  }

  private static double terminated() {
    return METERS
        .counter(
            PersistenceMetric.TERMINATED_BLOCKERS.meterName(),
            "backend",
            "postgres",
            "operation",
            "shards.acquire")
        .count();
  }

  /** Threads that go on writing whatever they are told. */
  private static final class BusyWriters implements AutoCloseable {

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong refused = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    BusyWriters(Runnable write) {
      for (int writer = 0; writer < WRITERS; writer++) {
        threads.execute(
            () -> {
              while (!stopped.get()) {
                try {
                  write.run();
                } catch (OwnershipLost lost) {
                  refused.incrementAndGet();
                }
              }
            });
      }
    }

    long refused() {
      return refused.get();
    }

    @Override
    public void close() {
      stopped.set(true);
      threads.close();
    }
  }
}
