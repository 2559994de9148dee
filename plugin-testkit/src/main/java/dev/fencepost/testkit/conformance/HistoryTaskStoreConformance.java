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
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link HistoryTaskStore} does with immediate tasks: Q1 to Q10, and H1, H2 and H5 to
 * H10 for the categories transfer, replication, visibility and a generic one. Scheduled tasks have
 * a class of their own.
 *
 * <p>Not here, because the SPI has no such call: H13 and the queue of dead replication tasks.
 */
public abstract class HistoryTaskStoreConformance extends StoreConformance {

  private static final TaskCategory REPLICATION = new TaskCategory(3);

  /** The kit for a backend. */
  protected HistoryTaskStoreConformance(PersistenceSource source) {
    super(source);
  }

  private HistoryTaskStore tasks() {
    return persistence().historyTasks();
  }

  private static ImmediateTask task(TaskCategory category, long id) {
    return new ImmediateTask(category, id, blob("task " + id));
  }

  private void add(ShardFence fence, List<? extends HistoryTask> tasks) {
    tasks().add(new AddHistoryTasks(fence, UUID.randomUUID(), List.copyOf(tasks)));
  }

  private List<ImmediateTask> read(
      ShardFence fence, TaskCategory category, long from, long to, int pageSize) {
    ImmediateTaskRange range = new ImmediateTaskRange(fence.shardId(), category, from, to);
    return Pages.all(pageSize, page -> tasks().readImmediate(range, page));
  }

  private List<ImmediateTask> all(ShardFence fence, TaskCategory category) {
    return read(fence, category, Long.MIN_VALUE, Long.MAX_VALUE, 100);
  }

  private static List<ImmediateTask> twenty(TaskCategory category) {
    return LongStream.rangeClosed(1, 20).mapToObj(id -> task(category, id)).toList();
  }

  private Stream<DynamicTest> forEachCategory(Behaviour behaviour) {
    return Stream.of(
            TaskCategory.TRANSFER, REPLICATION, TaskCategory.VISIBILITY, new TaskCategory(1_234))
        .map(
            category ->
                DynamicTest.dynamicTest(
                    category.toString(), () -> behaviour.check(ownedShard(), category)));
  }

  private interface Behaviour {
    void check(ShardFence fence, TaskCategory category);
  }

  @TestFactory
  Stream<DynamicTest> Q1_Q2_Q5_tasksAreReadBack() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, List.of(task(category, 7)));
          add(fence, List.of(task(category, 9), task(category, 8)));
          assertThat(read(fence, category, 7, 8, 1)).containsExactly(task(category, 7));
          assertThat(all(fence, category))
              .containsExactly(task(category, 7), task(category, 8), task(category, 9));
        });
  }

  @TestFactory
  Stream<DynamicTest> Q3_Q4_aTakenKeyIsAlreadyExistsAndNoneIsAdded() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, List.of(task(category, 1)));
          ImmediateTask other = new ImmediateTask(category, 1, blob("other"));
          Errors.expect(AlreadyExists.class, () -> add(fence, List.of(other)));
          Errors.expect(AlreadyExists.class, () -> add(fence, List.of(task(category, 2), other)));
          Errors.expect(
              AlreadyExists.class, () -> add(fence, List.of(task(category, 3), task(category, 3))));
          assertThat(all(fence, category)).containsExactly(task(category, 1));
        });
  }

  @TestFactory
  Stream<DynamicTest> Q6_rangesAreReadInOrderInPagesOfAnySize() {
    return forEachCategory(
        (fence, category) -> {
          List<ImmediateTask> added = twenty(category);
          add(fence, added);
          for (int pageSize : new int[] {1, 7, 10, 20, 40}) {
            assertThat(read(fence, category, 1, 21, pageSize)).isEqualTo(added);
          }
          ImmediateTaskRange range = new ImmediateTaskRange(fence.shardId(), category, 1, 21);
          assertThat(tasks().readImmediate(range, PageRequest.first(10)).items())
              .isEqualTo(added.subList(0, 10));
        });
  }

  @TestFactory
  Stream<DynamicTest> Q7_Q8_completingWhatIsMissingDoesNothing() {
    return forEachCategory(
        (fence, category) -> {
          tasks().complete(fence, UUID.randomUUID(), List.of(task(category, 1)));
          tasks().complete(fence, UUID.randomUUID(), List.of());
          completeRange(fence, category, 1, 100);
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> Q9_completeDeletesTheTasksGivenAndNoOther() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, twenty(category));
          ImmediateTask otherPayload = new ImmediateTask(category, 3, blob("not the same"));
          tasks()
              .complete(
                  fence,
                  UUID.randomUUID(),
                  List.of(otherPayload, task(category, 99), task(category, 20)));
          assertThat(all(fence, category))
              .extracting(ImmediateTask::taskId)
              .hasSize(18)
              .doesNotContain(3L, 20L);
        });
  }

  @TestFactory
  Stream<DynamicTest> Q10_completeImmediateDeletesTheRangeAndNoOther() {
    return forEachCategory(
        (fence, category) -> {
          add(fence, twenty(category));
          completeRange(fence, category, 5, 5);
          assertThat(all(fence, category)).hasSize(20);
          completeRange(fence, category, 5, 16);
          assertThat(all(fence, category))
              .extracting(ImmediateTask::taskId)
              .containsExactly(1L, 2L, 3L, 4L, 16L, 17L, 18L, 19L, 20L);
          completeRange(fence, category, Long.MIN_VALUE, Long.MAX_VALUE);
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> H1_H5_H7_H9_oneTaskIsAddedReadAndCompleted() {
    return forEachCategory(
        (fence, category) -> {
          ImmediateTask task = task(category, Long.MAX_VALUE - 1);
          add(fence, List.of(task));
          assertThat(read(fence, category, task.taskId(), task.taskId() + 1, 1))
              .containsExactly(task);
          tasks().complete(fence, UUID.randomUUID(), List.of(task));
          assertThat(all(fence, category)).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> H2_H6_H8_H10_anyRangeInPagesOfAnySizeIsTheSliceOfAll() {
    return forEachCategory(
        (fence, category) -> {
          List<ImmediateTask> added = twenty(category);
          add(fence, added);
          Random random = new Random(category.id());
          for (int round = 0; round < 20; round++) {
            int from = random.nextInt(1, 21);
            int to = random.nextInt(from, 22);
            int pageSize = random.nextInt(1, 41);
            assertThat(read(fence, category, from, to, pageSize))
                .as("[%d, %d) in pages of %d", from, to, pageSize)
                .isEqualTo(added.subList(from - 1, to - 1));
          }
        });
  }

  @Test
  void categoriesAndShardsAreSeparate() {
    ShardFence first = ownedShard();
    ShardFence second = ownedShard();
    add(first, List.of(task(TaskCategory.TRANSFER, 1)));
    add(first, List.of(task(TaskCategory.VISIBILITY, 1)));
    add(second, List.of(task(TaskCategory.TRANSFER, 1)));
    completeRange(first, TaskCategory.TRANSFER, 0, 10);
    assertThat(all(first, TaskCategory.TRANSFER)).isEmpty();
    assertThat(all(first, TaskCategory.VISIBILITY)).hasSize(1);
    assertThat(all(second, TaskCategory.TRANSFER)).hasSize(1);
  }

  @Test
  void aRangeOfAnotherShardThanTheFencesIsInvalid() {
    ShardFence own = ownedShard();
    ShardFence other = ownedShard();
    add(other, List.of(task(TaskCategory.TRANSFER, 1)));
    ImmediateTaskRange range =
        new ImmediateTaskRange(other.shardId(), TaskCategory.TRANSFER, 0, 10);
    Errors.expect(
        InvalidRequest.class, () -> tasks().completeImmediate(own, UUID.randomUUID(), range));
    assertThat(all(other, TaskCategory.TRANSFER)).hasSize(1);
  }

  @Test
  void aPageTokenOfAnotherListOrNoneAtAllIsInvalid() {
    ShardFence fence = ownedShard();
    add(fence, twenty(TaskCategory.TRANSFER));
    ImmediateTaskRange range =
        new ImmediateTaskRange(fence.shardId(), TaskCategory.TRANSFER, 0, 100);
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      Errors.expect(InvalidRequest.class, () -> tasks().readImmediate(range, page));
    }
    PageToken token = tasks().readImmediate(range, PageRequest.first(5)).next().orElseThrow();
    Errors.expect(
        InvalidRequest.class, () -> persistence().namespaces().list(PageRequest.after(token, 5)));
  }

  @Test
  void aThousandTasksAreAddedReadAndCompletedInOneCallEach() {
    require(Capability.LONG_LISTS);
    ShardFence fence = ownedShard();
    List<ImmediateTask> many =
        LongStream.range(0, 1_000).mapToObj(id -> task(TaskCategory.TRANSFER, id)).toList();
    add(fence, many);
    assertThat(read(fence, TaskCategory.TRANSFER, 0, 1_000, 1_000)).isEqualTo(many);
    assertThat(read(fence, TaskCategory.TRANSFER, 0, 1_000, 37)).isEqualTo(many);
    completeRange(fence, TaskCategory.TRANSFER, 0, 999);
    assertThat(all(fence, TaskCategory.TRANSFER)).containsExactly(many.getLast());
  }

  @Test
  void rowsThatExistDuringAListingAppearOnceWhateverIsAddedMeanwhile() {
    ShardFence fence = ownedShard();
    List<Long> present = LongStream.range(0, 20).map(id -> id * 10).boxed().toList();
    add(fence, present.stream().map(id -> task(TaskCategory.TRANSFER, id)).toList());
    ImmediateTaskRange range =
        new ImmediateTaskRange(fence.shardId(), TaskCategory.TRANSFER, 0, 1_000);
    List<Long> seen = new ArrayList<>();
    long[] newId = {5};
    Pages.all(
            3,
            page -> {
              add(fence, List.of(task(TaskCategory.TRANSFER, newId[0])));
              newId[0] += 10;
              return tasks().readImmediate(range, page);
            })
        .forEach(row -> seen.add(row.taskId()));
    assertThat(seen).isSorted().doesNotHaveDuplicates().containsAll(present);
  }

  private void completeRange(ShardFence fence, TaskCategory category, long from, long to) {
    tasks()
        .completeImmediate(
            fence, UUID.randomUUID(), new ImmediateTaskRange(fence.shardId(), category, from, to));
  }
}
