// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients that want the same row lose no update. They go on for three seconds, or for as many
 * as {@code -Dfencepost.load.seconds} says.
 */
final class ManyClientsTest {

  private static final int CLIENTS = 50;
  private static final int ADDS_FOR_EACH_LEASE = 40;
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("fencepost.load.seconds", 3));

  @ParameterizedTest
  @ValueSource(strings = {"folded", "sequence"})
  void ofOneNamespace_everyAcknowledgedUpdateIsSeenByTheNext(String writes) throws Exception {
    try (Persistence persistence = open(Map.of("writes", writes))) {
      Namespace created =
          persistence.namespaces().create(UUID.randomUUID(), "busy", counter(0), UUID.randomUUID());
      AtomicLong updates = new AtomicLong();

      everyClient(round -> updates.addAndGet(count(persistence, created.id())));

      Namespace last = persistence.namespaces().read(created.id());
      assertThat(updates.get()).isPositive();
      assertThat(counted(last.state())).isEqualTo(updates.get());
      assertThat(last.notificationVersion())
          .isEqualTo(created.notificationVersion() + updates.get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cas", "key-share"})
  void ofOneTaskQueue_everyAcknowledgedTaskAndLeaseIsThere(String fence) throws Exception {
    TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "busy", TaskQueueType.WORKFLOW);
    try (Persistence persistence = open(Map.of("fence", fence))) {
      long firstRangeId =
          persistence.taskQueues().create(key, counter(0), UUID.randomUUID()).rangeId();
      AtomicLong taskIds = new AtomicLong();
      AtomicLong leases = new AtomicLong();
      Queue<Long> added = new ConcurrentLinkedQueue<>();

      everyClient(
          round -> {
            TaskQueueFence read = persistence.taskQueues().read(key).fence();
            if (round % ADDS_FOR_EACH_LEASE == 0) {
              leases.addAndGet(lease(persistence, read));
            } else {
              addTask(persistence, read, taskIds.incrementAndGet(), added);
            }
          });

      assertThat(added).isNotEmpty();
      assertThat(persistence.taskQueues().read(key).rangeId())
          .isEqualTo(firstRangeId + leases.get());
      assertThat(storedTaskIds(persistence, key)).containsExactlyElementsOf(new TreeSet<>(added));
    }
  }

  private static Persistence open(Map<String, String> further) {
    ClusterSource source = SimulatedCluster.source(Map.of("pool-size", "50"));
    source.openSchema().setup();
    return source.open(further, new SimpleMeterRegistry());
  }

  /** Lets each client begin one round after the other until the time is over. */
  private static void everyClient(LongConsumer round) throws Exception {
    long end = System.nanoTime() + LOAD.toNanos();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        long first = client;
        clients.add(
            threads.submit(
                () -> {
                  for (long number = first; System.nanoTime() < end; number++) {
                    round.accept(number);
                  }
                }));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private static int count(Persistence persistence, UUID id) {
    long version = persistence.namespaces().notificationVersion();
    long before = counted(persistence.namespaces().read(id).state());
    try {
      persistence.namespaces().update(id, counter(before + 1), version, UUID.randomUUID());
      return 1;
    } catch (ConditionFailed | Unavailable notUpdated) {
      return 0;
    }
  }

  private static int lease(Persistence persistence, TaskQueueFence expected) {
    try {
      persistence.taskQueues().acquire(expected, UUID.randomUUID());
      return 1;
    } catch (ConditionFailed | Unavailable notLeased) {
      return 0;
    }
  }

  private static void addTask(
      Persistence persistence, TaskQueueFence fence, long taskId, Queue<Long> added) {
    try {
      persistence
          .taskQueues()
          .addTasks(fence, List.of(new TaskQueueTask(taskId, counter(taskId))), UUID.randomUUID());
      added.add(taskId);
    } catch (OwnershipLost | Unavailable notAdded) {
      // Then it must not be there either.
      return;
    }
  }

  private static Set<Long> storedTaskIds(Persistence persistence, TaskQueueKey key) {
    Set<Long> stored = new TreeSet<>();
    long from = 0;
    List<TaskQueueTask> page;
    do {
      page =
          persistence
              .taskQueues()
              .readTasks(key, from, Long.MAX_VALUE, PageRequest.first(1_000))
              .items();
      page.forEach(task -> stored.add(task.taskId()));
      from = page.isEmpty() ? from : page.getLast().taskId() + 1;
    } while (!page.isEmpty());
    return stored;
  }

  private static Blob counter(long value) {
    return new Blob(ByteBuffer.allocate(Long.BYTES).putLong(value).array(), "test");
  }

  private static long counted(Blob blob) {
    return ByteBuffer.wrap(blob.data()).getLong();
  }
}
