// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The fence of a task queue that is deleted and created again while a write of its former owner is
 * in flight: a session that holds a row or a key stops one of the three inside its statement.
 */
class TaskQueueDeletionTest {

  private static final long TASK_ID = 7;
  private static final TestDatabase DATABASE = new TestDatabase();
  private static final Persistence STORES = open();

  private final TaskQueueFence stale = leased();

  private static Persistence open() {
    DATABASE.empty();
    return DATABASE.open(
        Map.of("pool-size", "4", "lock-timeout", "60s"), new SimpleMeterRegistry());
  }

  @AfterAll
  static void close() {
    STORES.close();
  }

  @Test
  void aCreationThatWaitedForTheDeletionStartsAboveItsToken() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect()) {
      hold(
          stopping, "SELECT FROM fencepost.task_queue_states WHERE namespace_id = '%s' FOR UPDATE");
      Future<?> deleted = threads.submit(this::delete);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Future<TaskQueue> created = threads.submit(this::create);
      Waiting.untilSessionsWaitForLocks(DATABASE, 2);
      stopping.rollback();
      deleted.get();
      assertThat(created.get().rangeId()).isEqualTo(stale.rangeId() + 1);
    }
    assertThatThrownBy(this::addTask).isInstanceOf(OwnershipLost.class);
  }

  @Test
  void aWriteThatWaitedForTheDeletionIsRefusedAlsoIfTheQueueIsThereAgain() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect()) {
      hold(
          stopping, "SELECT FROM fencepost.task_queue_states WHERE namespace_id = '%s' FOR UPDATE");
      Future<?> deleted = threads.submit(this::delete);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Future<?> written = threads.submit(this::addTask);
      Waiting.untilSessionsWaitForLocks(DATABASE, 2);
      Future<TaskQueue> created = threads.submit(this::create);
      Waiting.untilSessionsWaitForLocks(DATABASE, 3);
      stopping.rollback();
      deleted.get();
      created.get();
      assertThatThrownBy(written::get).hasCauseInstanceOf(OwnershipLost.class);
    }
    assertThat(tasks()).isZero();
  }

  @Test
  void aDeletionReturnsAfterTheWriteInFlightAndNoneComesLater() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect()) {
      hold(
          stopping,
          "INSERT INTO fencepost.task_queue_tasks VALUES ('%s', 'queue', "
              + TaskQueueType.WORKFLOW.code()
              + ", "
              + TASK_ID
              + ", '', '')");
      Future<?> written = threads.submit(this::addTask);
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      Future<Integer> seenByTheDeleter =
          threads.submit(
              () -> {
                delete();
                return tasks();
              });
      Waiting.untilSessionsWaitForLocks(DATABASE, 2);
      Future<TaskQueue> created = threads.submit(this::create);
      Waiting.untilSessionsWaitForLocks(DATABASE, 3);
      stopping.rollback();
      written.get();
      assertThat(seenByTheDeleter.get()).isEqualTo(1);
      assertThat(created.get().rangeId()).isEqualTo(stale.rangeId() + 1);
    }
    assertThatThrownBy(this::addTask).isInstanceOf(OwnershipLost.class);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void anAnnouncedLeaseThatNeverCameIsNotHandedOutAfterTheDeletion() throws Exception {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE fencepost.task_queue_intents SET range_id = range_id + 1 WHERE namespace_id = '%s'"
              .formatted(stale.key().namespaceId()));
    }
    TaskQueue leased = STORES.taskQueues().acquire(stale, UUID.randomUUID());
    STORES.taskQueues().delete(leased.fence(), UUID.randomUUID());
    TaskQueue created = create();
    assertThat(created.rangeId()).isGreaterThan(leased.rangeId());
    STORES.taskQueues().updateState(created.fence(), Scene.blob("state"), UUID.randomUUID());
  }

  private void hold(Connection stopping, String sql) throws SQLException {
    stopping.setAutoCommit(false);
    try (Statement statement = stopping.createStatement()) {
      statement.execute(sql.formatted(stale.key().namespaceId()));
    }
  }

  /** A task queue that was leased once since it was created. */
  private static TaskQueueFence leased() {
    TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.WORKFLOW);
    TaskQueue created = STORES.taskQueues().create(key, Scene.blob("created"), UUID.randomUUID());
    return STORES.taskQueues().acquire(created.fence(), UUID.randomUUID()).fence();
  }

  private TaskQueue create() {
    return STORES.taskQueues().create(stale.key(), Scene.blob("again"), UUID.randomUUID());
  }

  private void delete() {
    STORES.taskQueues().delete(stale, UUID.randomUUID());
  }

  private void addTask() {
    STORES
        .taskQueues()
        .addTasks(
            stale, List.of(new TaskQueueTask(TASK_ID, Scene.blob("task"))), UUID.randomUUID());
  }

  private int tasks() {
    return STORES
        .taskQueues()
        .readTasks(stale.key(), 0, Long.MAX_VALUE, PageRequest.first(10))
        .items()
        .size();
  }
}
