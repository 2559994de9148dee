// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.shard.Shard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fence guarantee while a write is in flight: a session that holds a row or a key stops the
 * write inside its statement, after it has passed its fence; then the shard is taken over; then the
 * session lets go. What was fenced with the old token must be visible when the take-over returns,
 * or never.
 */
class FenceInterleavingTest {

  private static final TestDatabase DATABASE = new TestDatabase();
  private static final AtomicInteger LAST_SHARD = new AtomicInteger();
  private static final Persistence STORES = open();

  private static Persistence open() {
    DATABASE.empty();
    return DATABASE.open(
        Map.of("pool-size", "4", "take-over-grace", "30s", "lock-timeout", "60s"),
        new SimpleMeterRegistry());
  }

  @AfterAll
  static void close() {
    STORES.close();
  }

  /** Where a write of the owner stops, and which it is. */
  enum FencedWrite {
    ADD_TASKS(Stop.AT_TASK_KEY) {
      @Override
      void run(Scene scene) {
        scene.addTask();
      }
    },
    UPDATE(Stop.AT_RUN) {
      @Override
      void run(Scene scene) {
        scene.update();
      }
    },
    UPDATE_AT_TASK(Stop.AT_TASK_KEY) {
      @Override
      void run(Scene scene) {
        scene.update();
      }
    },
    CONFLICT_RESOLVE(Stop.AT_RUN) {
      @Override
      void run(Scene scene) {
        scene.conflictResolve();
      }
    },
    SET(Stop.AT_RUN) {
      @Override
      void run(Scene scene) {
        scene.set();
      }
    },
    CREATE(Stop.AT_CURRENT) {
      @Override
      void run(Scene scene) {
        scene.createBeside();
      }
    };

    private final Stop stop;

    FencedWrite(Stop stop) {
      this.stop = stop;
    }

    abstract void run(Scene scene);
  }

  /** What the stopping session holds. */
  enum Stop {
    AT_TASK_KEY(
        "INSERT INTO fencepost.history_immediate_tasks VALUES (%d, 1, "
            + Scene.TASK_ID
            + ", '', '')"),
    AT_RUN("SELECT FROM fencepost.executions WHERE shard_id = %d FOR UPDATE"),
    AT_CURRENT("SELECT FROM fencepost.current_executions WHERE shard_id = %d FOR UPDATE");

    private final String sql;

    Stop(String sql) {
      this.sql = sql;
    }
  }

  @ParameterizedTest
  @EnumSource
  void item1_aTakeOverWaitsForTheWriteInFlightAndReturnsAfterIt(FencedWrite write)
      throws Exception {
    Scene scene = Scene.create(STORES, LAST_SHARD.incrementAndGet());
    TakenOver taken = takeOverDuring(write.stop, scene, () -> write.run(scene));
    assertThat(taken.tasksWhenTaken()).isEqualTo(1);
    assertThat(taken.tasksInTheEnd()).isEqualTo(1);
    assertThatThrownBy(() -> write.run(scene)).isInstanceOf(OwnershipLost.class);
  }

  @Test
  void naiveFenceLosesTasksAsOneStatement() throws Exception {
    Scene scene = Scene.create(STORES, LAST_SHARD.incrementAndGet());
    TakenOver taken =
        takeOverDuring(
            Stop.AT_TASK_KEY, scene, () -> NaiveFence.addTaskByOneStatement(DATABASE, scene));
    assertThat(taken.tasksWhenTaken()).isZero();
    assertThat(taken.tasksInTheEnd()).as("a task nobody will look for").isEqualTo(1);
  }

  @Test
  void naiveFenceLosesTasksAsASequence() throws Exception {
    Scene scene = Scene.create(STORES, LAST_SHARD.incrementAndGet());
    TakenOver taken =
        takeOverDuring(
            Stop.AT_TASK_KEY, scene, () -> NaiveFence.addTaskBySequence(DATABASE, scene));
    assertThat(taken.tasksWhenTaken()).isZero();
    assertThat(taken.tasksInTheEnd()).as("a task nobody will look for").isEqualTo(1);
  }

  /** What was visible when the take-over returned, and what after everything had ended. */
  private record TakenOver(int tasksWhenTaken, int tasksInTheEnd) {}

  private static TakenOver takeOverDuring(Stop stop, Scene scene, Write write) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect();
        Statement statement = stopping.createStatement()) {
      stopping.setAutoCommit(false);
      statement.execute(stop.sql.formatted(scene.fence().shardId()));
      Future<?> written =
          threads.submit(
              () -> {
                write.run();
                return null;
              });
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Future<Integer> taken =
          threads.submit(
              () -> {
                Shard acquired = STORES.shards().acquire(Scene.takeOver(scene.fence()));
                assertThat(acquired.rangeId()).isEqualTo(scene.fence().rangeId() + 1);
                return scene.tasks();
              });
      Waiting.until(() -> taken.isDone() || waitingSessions() >= 2);
      stopping.rollback();
      written.get();
      return new TakenOver(taken.get(), scene.tasks());
    }
  }

  private static int waitingSessions() throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      return Waiting.waiting(statement);
    }
  }

  /** A write of the former owner. */
  @FunctionalInterface
  private interface Write {
    void run() throws Exception;
  }
}
