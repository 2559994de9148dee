// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The tasks of one shard, in two immediate and two scheduled categories. */
final class HistoryTaskWorld implements World<HistoryTaskStep> {

  private static final List<TaskCategory> IMMEDIATE =
      List.of(TaskCategory.TRANSFER, new TaskCategory(1_234));
  private static final List<TaskCategory> SCHEDULED =
      List.of(TaskCategory.TIMER, new TaskCategory(2_345));
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private record Picture(
      Shard shard, List<List<ImmediateTask>> immediate, List<List<ScheduledTask>> scheduled) {}

  private final int shardId;

  HistoryTaskWorld(int shardId) {
    this.shardId = shardId;
  }

  @Override
  public void prepare(Persistence stores) {
    stores.shards().openOrCreate(new CreateShard(shardId, Samples.blob("state")));
  }

  @Override
  public Call call(HistoryTaskStep step, int number, Persistence reference) {
    long actual = reference.shards().read(shardId).rangeId();
    ShardFence fence = new ShardFence(shardId, Math.max(1, actual + step.fenceOffset()));
    UUID requestId = UUID.randomUUID();
    return switch (step.operation()) {
      case ADD_IMMEDIATE -> add(fence, immediateTasks(step));
      case ADD_SCHEDULED -> add(fence, scheduledTasks(step));
      case READ_IMMEDIATE ->
          Call.answering(
              stores ->
                  Pages.all(
                      step.length(),
                      page -> stores.historyTasks().readImmediate(immediateRange(step), page)));
      case READ_SCHEDULED ->
          Call.answering(
              stores ->
                  Pages.all(
                      step.length(),
                      page -> stores.historyTasks().readScheduled(scheduledRange(step), page)));
      case COMPLETE_TASKS -> {
        List<HistoryTask> tasks =
            Stream.<HistoryTask>concat(immediateTasks(step).stream(), scheduledTasks(step).stream())
                .toList();
        yield Call.silent(stores -> stores.historyTasks().complete(fence, requestId, tasks));
      }
      case COMPLETE_IMMEDIATE ->
          Call.silent(
              stores ->
                  stores.historyTasks().completeImmediate(fence, requestId, immediateRange(step)));
      case COMPLETE_SCHEDULED ->
          Call.silent(
              stores ->
                  stores.historyTasks().completeScheduled(fence, requestId, scheduledRange(step)));
      case TAKE_OVER ->
          Call.answering(
              stores ->
                  stores.shards().acquire(new AcquireShard(fence, "by " + number, requestId)));
    };
  }

  @Override
  public Object picture(Persistence stores) {
    return new Picture(
        stores.shards().read(shardId),
        IMMEDIATE.stream().map(category -> immediate(stores, category)).toList(),
        SCHEDULED.stream().map(category -> scheduled(stores, category)).toList());
  }

  private List<ImmediateTask> immediate(Persistence stores, TaskCategory category) {
    ImmediateTaskRange all =
        new ImmediateTaskRange(shardId, category, Long.MIN_VALUE, Long.MAX_VALUE);
    return Pages.all(7, page -> stores.historyTasks().readImmediate(all, page));
  }

  private List<ScheduledTask> scheduled(Persistence stores, TaskCategory category) {
    ScheduledTaskRange all =
        new ScheduledTaskRange(shardId, category, START.minusSeconds(1), START.plusSeconds(1));
    return Pages.all(7, page -> stores.historyTasks().readScheduled(all, page));
  }

  private static Call add(ShardFence fence, List<? extends HistoryTask> tasks) {
    AddHistoryTasks request = new AddHistoryTasks(fence, UUID.randomUUID(), List.copyOf(tasks));
    return Call.silent(stores -> stores.historyTasks().add(request));
  }

  private static List<ImmediateTask> immediateTasks(HistoryTaskStep step) {
    TaskCategory category = IMMEDIATE.get(step.category());
    return LongStream.range(step.first(), step.first() + step.length())
        .mapToObj(id -> new ImmediateTask(category, id, Samples.blob("task " + id)))
        .toList();
  }

  private static List<ScheduledTask> scheduledTasks(HistoryTaskStep step) {
    TaskCategory category = SCHEDULED.get(step.category());
    return LongStream.range(step.first(), step.first() + step.length())
        .mapToObj(
            micros ->
                new ScheduledTask(
                    category, after(micros / 2), micros % 3, Samples.blob("task " + micros)))
        .distinct()
        .toList();
  }

  private ImmediateTaskRange immediateRange(HistoryTaskStep step) {
    return new ImmediateTaskRange(
        shardId, IMMEDIATE.get(step.category()), step.first(), step.first() + step.length());
  }

  private ScheduledTaskRange scheduledRange(HistoryTaskStep step) {
    return new ScheduledTaskRange(
        shardId,
        SCHEDULED.get(step.category()),
        after(step.first() / 2),
        after((step.first() + step.length()) / 2));
  }

  private static Instant after(long micros) {
    return START.plus(micros, ChronoUnit.MICROS);
  }
}
