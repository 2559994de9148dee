// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link HistoryTaskStore} does with scheduled tasks: D5 to D10, H3, H4, H11 and H12 for
 * the categories timer and a generic one, H14 and H15.
 */
public abstract class ScheduledTaskConformance extends StoreConformance {

  private static final Instant START = Instant.parse("2030-06-01T10:00:00.000001Z");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** The kit for a backend. */
  protected ScheduledTaskConformance(PersistenceSource source) {
    super(source);
  }

  private HistoryTaskStore tasks() {
    return persistence().historyTasks();
  }

  private static ScheduledTask task(TaskCategory category, Instant fireTime, long id) {
    return new ScheduledTask(category, fireTime, id, blob("task " + id));
  }

  private void add(ShardFence fence, List<ScheduledTask> tasks) {
    tasks().add(new AddHistoryTasks(fence, UUID.randomUUID(), List.copyOf(tasks)));
  }

  private List<ScheduledTask> read(
      ShardFence fence, TaskCategory category, Instant from, Instant to, int pageSize) {
    ScheduledTaskRange range = new ScheduledTaskRange(fence.shardId(), category, from, to);
    return Pages.all(pageSize, page -> tasks().readScheduled(range, page));
  }

  private List<ScheduledTask> all(ShardFence fence, TaskCategory category) {
    return read(fence, category, EARLIEST, LATEST, 100);
  }

  private void completeRange(ShardFence fence, TaskCategory category, Instant from, Instant to) {
    tasks()
        .completeScheduled(
            fence, UUID.randomUUID(), new ScheduledTaskRange(fence.shardId(), category, from, to));
  }

  private static Instant afterMillis(long millis) {
    return START.plusMillis(millis);
  }

  /** Twenty tasks a millisecond apart, their ids falling. */
  private static List<ScheduledTask> twenty(TaskCategory category) {
    return LongStream.range(0, 20).mapToObj(i -> task(category, afterMillis(i), 100 - i)).toList();
  }

  private Stream<DynamicTest> forEachCategory(Behaviour behaviour) {
    return Stream.of(TaskCategory.TIMER, new TaskCategory(2_345))
        .map(
            category ->
                DynamicTest.dynamicTest(
                    category.toString(), () -> behaviour.check(ownedShard(), category)));
  }

  private interface Behaviour {
    void check(ShardFence fence, TaskCategory category);
  }

  @TestFactory
  Stream<DynamicTest> H3_H11_D5_aTaskIsReadInTheMillisecondOfItsFireTime() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, List.of(task(category, START, 1)));
          assertThat(read(fence, category, START, afterMillis(1), 1))
              .containsExactly(task(category, START, 1));
          assertThat(read(fence, category, START.plus(1, ChronoUnit.MICROS), LATEST, 1)).isEmpty();
          assertThat(read(fence, category, EARLIEST, START, 1)).isEmpty();
          tasks().complete(fence, UUID.randomUUID(), List.of(task(category, START, 1)));
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> D6_tasksAreReadByFireTimeInPagesOfAnySize() {
    return forEachCategory(
        (fence, category) -> {
          List<ScheduledTask> added = twenty(category);
          add(fence, added.reversed());
          for (int pageSize : new int[] {1, 7, 20, 40}) {
            assertThat(read(fence, category, START, afterMillis(20), pageSize)).isEqualTo(added);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> D7_D8_completingWhatIsMissingDoesNothing() {
    return forEachCategory(
        (fence, category) -> {
          tasks().complete(fence, UUID.randomUUID(), List.of(task(category, START, 1)));
          completeRange(fence, category, EARLIEST, LATEST);
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> D9_completeDeletesByFireTimeAndTaskId() {
    return forEachCategory(
        (fence, category) -> {
          add(
              fence,
              List.of(
                  task(category, START, 1),
                  task(category, START, 2),
                  task(category, afterMillis(1), 1)));
          tasks().complete(fence, UUID.randomUUID(), List.of(task(category, START, 1)));
          assertThat(all(fence, category))
              .containsExactly(task(category, START, 2), task(category, afterMillis(1), 1));
        });
  }

  @TestFactory
  Stream<DynamicTest> D10_completeScheduledDeletesByFireTimeAlone() {
    return forEachCategory(
        (fence, category) -> {
          List<ScheduledTask> added = twenty(category);
          add(fence, added);
          completeRange(fence, category, afterMillis(5), afterMillis(5));
          assertThat(all(fence, category)).hasSize(20);
          completeRange(fence, category, afterMillis(5), afterMillis(15));
          assertThat(all(fence, category))
              .containsExactlyElementsOf(
                  Stream.concat(added.subList(0, 5).stream(), added.subList(15, 20).stream())
                      .toList());
          completeRange(fence, category, EARLIEST, LATEST);
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> H4_H12_anyRangeInPagesOfAnySizeIsTheSliceOfAll() {
    return forEachCategory(
        (fence, category) -> {
          List<ScheduledTask> added = twenty(category);
          add(fence, added);
          Random random = new Random(category.id());
          for (int round = 0; round < 20; round++) {
            int from = random.nextInt(0, 20);
            int to = random.nextInt(from, 21);
            int pageSize = random.nextInt(1, 41);
            assertThat(read(fence, category, afterMillis(from), afterMillis(to), pageSize))
                .as("[%d, %d) in pages of %d", from, to, pageSize)
                .isEqualTo(added.subList(from, to));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> H14_H15_fireTimesBelowTheStoredPrecisionKeepAllTasksInOrder() {
    return forEachCategory(
        (fence, category) -> {
          ScheduledTask first = task(category, START.plusNanos(10), 100);
          ScheduledTask second = task(category, START.plusNanos(20), 50);
          add(fence, List.of(first, second));
          assertThat(read(fence, category, START, afterMillis(1), 1))
              .containsExactly(task(category, START, 50), task(category, START, 100));
          completeRange(fence, category, START, afterMillis(1));
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> aTakenKeyIsAlreadyExistsAndNoneIsAdded() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, List.of(task(category, START, 1)));
          Errors.expect(
              AlreadyExists.class,
              () -> add(fence, List.of(task(category, START, 2), task(category, START, 1))));
          add(fence, List.of(task(category, afterMillis(1), 1)));
          assertThat(all(fence, category)).hasSize(2);
        });
  }

  @Test
  void manyTasksOfOneFireTimeAreEachReadOnce() {
    ShardFence fence = ownedShard();
    List<ScheduledTask> added =
        LongStream.range(-10, 10).mapToObj(id -> task(TaskCategory.TIMER, START, id)).toList();
    add(fence, added);
    for (int pageSize : new int[] {1, 3, 20}) {
      assertThat(read(fence, TaskCategory.TIMER, START, afterMillis(1), pageSize)).isEqualTo(added);
    }
  }

  @Test
  void fireTimesKeepTheirMicrosecondsFarBackAndFarAhead() {
    ShardFence fence = ownedShard();
    List<ScheduledTask> added =
        List.of(
            task(TaskCategory.TIMER, Instant.parse("0001-01-01T00:00:00.000001Z"), 1),
            task(TaskCategory.TIMER, Instant.parse("1969-12-31T23:59:59.999999Z"), 2),
            task(TaskCategory.TIMER, Instant.EPOCH, Long.MAX_VALUE),
            task(TaskCategory.TIMER, Instant.parse("9999-12-31T23:59:59.999998Z"), 3));
    add(fence, added);
    assertThat(all(fence, TaskCategory.TIMER)).isEqualTo(added);
  }

  @Test
  void aRangeOfAnotherShardThanTheFencesIsInvalid() {
    ShardFence own = ownedShard();
    ShardFence other = ownedShard();
    add(other, List.of(task(TaskCategory.TIMER, START, 1)));
    ScheduledTaskRange range =
        new ScheduledTaskRange(other.shardId(), TaskCategory.TIMER, EARLIEST, LATEST);
    Errors.expect(
        InvalidRequest.class, () -> tasks().completeScheduled(own, UUID.randomUUID(), range));
    assertThat(all(other, TaskCategory.TIMER)).hasSize(1);
  }

  @Test
  void aPageTokenThatIsNoneIsInvalid() {
    ScheduledTaskRange range =
        new ScheduledTaskRange(unusedShardId(), TaskCategory.TIMER, EARLIEST, LATEST);
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      Errors.expect(InvalidRequest.class, () -> tasks().readScheduled(range, page));
    }
  }
}
