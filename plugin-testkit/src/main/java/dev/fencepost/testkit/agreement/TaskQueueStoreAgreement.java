// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Task queues: a backend and the reference agree on every sequence of calls on two of them. */
public abstract class TaskQueueStoreAgreement extends StoreAgreement {

  /** The agreement of a backend. */
  protected TaskQueueStoreAgreement(PersistenceSource backend) {
    super(backend);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void taskQueuesAgreeWithTheReference(@ForAll("sequences") List<TaskQueueStep> steps) {
    agree(new Queues(), steps);
  }

  @Provide
  final Arbitrary<List<TaskQueueStep>> sequences() {
    return Combinators.combine(
            Arbitraries.of(TaskQueueStep.Operation.class),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 8),
            ExecutionStoreAgreement.mostlyZero())
        .as(TaskQueueStep::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private record QueuePicture(Optional<TaskQueue> queue, List<TaskQueueTask> tasks) {}

  private static final class Queues implements World<TaskQueueStep> {

    private final UUID namespaceId = UUID.randomUUID();
    private final List<TaskQueueKey> keys =
        List.of(
            new TaskQueueKey(namespaceId, "queue", TaskQueueType.WORKFLOW),
            new TaskQueueKey(namespaceId, "queue", TaskQueueType.ACTIVITY));

    @Override
    public void prepare(Persistence stores) {
      stores.taskQueues().create(keys.getFirst(), Samples.blob("first"), UUID.randomUUID());
    }

    @Override
    public Call call(TaskQueueStep step, int number, Persistence reference) {
      TaskQueueKey key = keys.get(step.queue());
      long actual =
          ShardPicture.ifFound(() -> reference.taskQueues().read(key).rangeId()).orElse(1L);
      TaskQueueFence fence = new TaskQueueFence(key, Math.max(1, actual + step.fenceOffset()));
      UUID requestId = UUID.randomUUID();
      return switch (step.operation()) {
        case CREATE ->
            Call.answering(
                stores -> stores.taskQueues().create(key, Samples.blob("by " + number), requestId));
        case ACQUIRE -> Call.answering(stores -> stores.taskQueues().acquire(fence, requestId));
        case ADD_TASKS ->
            Call.silent(
                stores -> stores.taskQueues().addTasks(fence, tasks(step, number), requestId));
        case UPDATE_STATE ->
            Call.silent(
                stores ->
                    stores
                        .taskQueues()
                        .updateState(fence, Samples.blob("by " + number), requestId));
        case COMPLETE_TASKS ->
            Call.answering(
                stores ->
                    stores
                        .taskQueues()
                        .completeTasks(fence, step.first(), step.length(), requestId));
        case READ_TASKS ->
            Call.answering(
                stores ->
                    Pages.all(
                        1 + step.length() / 2,
                        page ->
                            stores
                                .taskQueues()
                                .readTasks(
                                    key, step.first(), step.first() + 1L + step.length(), page)));
        case DELETE -> Call.silent(stores -> stores.taskQueues().delete(fence, requestId));
      };
    }

    private static List<TaskQueueTask> tasks(TaskQueueStep step, int number) {
      return LongStream.range(step.first(), step.first() + step.length())
          .mapToObj(id -> new TaskQueueTask(id, Samples.blob(id + " by " + number)))
          .toList();
    }

    @Override
    public Object picture(Persistence stores) {
      return keys.stream()
          .map(
              key ->
                  new QueuePicture(
                      ShardPicture.ifFound(() -> stores.taskQueues().read(key)),
                      Pages.all(
                          3,
                          page ->
                              stores
                                  .taskQueues()
                                  .readTasks(key, Long.MIN_VALUE, Long.MAX_VALUE, page))))
          .toList();
    }
  }
}
