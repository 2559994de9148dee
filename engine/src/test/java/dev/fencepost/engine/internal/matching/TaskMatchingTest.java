// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.matching.HistoryStandIn.Failure;
import dev.fencepost.engine.v1.CancelPollsRequest;
import dev.fencepost.spi.taskqueue.TaskQueue;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TaskMatchingTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final MatchingFixture fixture = new MatchingFixture();
  private final LocalMatchingService matching = fixture.matching;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void taskGoesToWaitingPollWithoutBeingStored() throws Exception {
    CompletableFuture<String> poll = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);

    fixture.addActivity(matching, "a");

    assertThat(fixture.history.started()).containsExactly("a");
    assertThat(poll.get()).isEqualTo("a");
    assertThat(fixture.stored(MatchingFixture.ACTIVITIES)).isEmpty();
    assertThat(
            fixture
                .meters
                .get(MatchingMetric.TASKS_ADDED.meterName())
                .tags("type", "activity", "outcome", "sync")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void taskWithoutPollIsStoredUntilItIsStarted() throws Exception {
    fixture.addActivity(matching, "a");
    assertThat(fixture.stored(MatchingFixture.ACTIVITIES)).hasSize(1);

    assertThat(fixture.pollActivity(matching, LONG, "p1")).isEqualTo("a");

    Await.until("the task is deleted", () -> fixture.stored(MatchingFixture.ACTIVITIES).isEmpty());
  }

  @Test
  void backlogIsHandedOutInOrder() {
    for (int i = 0; i < 50; i++) {
      fixture.addActivity(matching, "task-" + i);
    }
    List<String> got = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      got.add(fixture.pollActivity(matching, LONG, "p" + i));
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      expected.add("task-" + i);
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void concurrentAddsShareWrites() throws Exception {
    Set<String> expected = new HashSet<>();
    List<CompletableFuture<Void>> adds = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String id = "task-" + i;
      expected.add(id);
      adds.add(
          CompletableFuture.runAsync(() -> fixture.addActivity(matching, id), fixture.threads));
    }
    for (CompletableFuture<Void> add : adds) {
      add.get();
    }
    assertThat(fixture.stored(MatchingFixture.ACTIVITIES)).hasSize(300);

    Set<String> got = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      got.add(fixture.pollActivity(matching, LONG, "p" + i));
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void obsoleteTaskIsDroppedAndThePollGoesOn() throws Exception {
    CompletableFuture<String> poll = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);
    fixture.addActivity(matching, HistoryStandIn.GONE);
    fixture.addActivity(matching, "b");

    assertThat(poll.get()).isEqualTo("b");
    Await.until("nothing is stored", () -> fixture.stored(MatchingFixture.ACTIVITIES).isEmpty());
  }

  @Test
  void taskThatCanNotStartGoesToTheBacklogAndIsHandedOutAgain() throws Exception {
    fixture.history.failNext(Failure.SURELY_NOT_DONE);
    fixture.history.failNext(Failure.SURELY_NOT_DONE);
    CompletableFuture<String> poll = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);

    fixture.addActivity(matching, "a");

    assertThat(poll.get()).isEqualTo("a");
    assertThat(fixture.history.calls("a")).isEqualTo(3);
  }

  @Test
  void startWhoseAnswerGotLostIsAnsweredToThePollThatHasTheTask() throws Exception {
    fixture.history.failNext(Failure.DONE_BUT_NOT_ANSWERED);
    CompletableFuture<String> poll = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);

    fixture.addActivity(matching, "a");

    assertThat(poll.get()).isEqualTo("a");
  }

  @Test
  void expiredTaskIsNotHandedOut() throws Exception {
    fixture.addActivity(matching, "expired", Duration.ofMillis(1));
    fixture.addActivity(matching, "b");
    Instant added = Instant.now();
    Await.until("the task has expired", () -> Instant.now().isAfter(added.plusMillis(2)));

    assertThat(fixture.pollActivity(matching, LONG, "p1")).isEqualTo("b");
    assertThat(fixture.history.calls("expired")).isZero();
  }

  @Test
  void pollWithoutTaskAnswersEmptyInTime() {
    assertThat(matching.pollActivityTaskQueue(fixture.activityPoll(Duration.ofMillis(30), "p1")))
        .isEqualTo(MatchingFixture.nothing());
  }

  @Test
  void canceledPollAnswersEmptyAndLeavesTheTaskToTheNext() throws Exception {
    CompletableFuture<String> first = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);
    matching.cancelPolls(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(MatchingFixture.NAMESPACE.toString())
            .setPollerId("p1")
            .build());
    assertThat(first.get()).isEmpty();

    fixture.addActivity(matching, "a");
    assertThat(fixture.pollActivity(matching, LONG, "p2")).isEqualTo("a");
  }

  @Test
  void cancellationThatOvertakesItsPollIsRemembered() {
    matching.cancelPolls(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(MatchingFixture.NAMESPACE.toString())
            .setPollerId("p1")
            .build());
    assertThat(fixture.pollActivity(matching, LONG, "p1")).isEmpty();
  }

  @Test
  void shutdownOfAWorkerEndsItsPolls() throws Exception {
    CompletableFuture<String> first = fixture.startActivityPoll(matching, LONG, "p1");
    CompletableFuture<String> second = fixture.startActivityPoll(matching, LONG, "p2");
    awaitPolls(2);
    matching.cancelPolls(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(MatchingFixture.NAMESPACE.toString())
            .setTaskQueue(MatchingFixture.QUEUE)
            .setWorkerInstanceKey("instance")
            .build());
    assertThat(first.get()).isEmpty();
    assertThat(second.get()).isEmpty();
  }

  @Test
  void anotherProcessTakesTheBacklogOver() throws Exception {
    for (int i = 0; i < 30; i++) {
      fixture.addActivity(matching, "task-" + i);
    }
    assertThat(fixture.pollActivity(matching, LONG, "p")).isEqualTo("task-0");

    LocalMatchingService other = fixture.anotherProcess(new TestOwnership());
    Set<String> got = new HashSet<>();
    for (int i = 1; i < 30; i++) {
      got.add(fixture.pollActivity(other, LONG, "p" + i));
    }
    assertThat(got).hasSize(29).doesNotContain("task-0", "");
    Await.until(
        "all tasks are deleted", () -> fixture.stored(MatchingFixture.ACTIVITIES).isEmpty());
  }

  @Test
  void ownerWhoseLeaseIsTakenAnswersMovedAndItsParkedPollsToo() throws Exception {
    CompletableFuture<String> parked = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);
    TaskQueue leased = fixture.store().read(MatchingFixture.ACTIVITIES);
    fixture.store().acquire(leased.fence(), UUID.randomUUID());

    assertThatThrownBy(parked::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("UNAVAILABLE: task queue moved");
  }

  @Test
  void addAfterTheLeaseWasTakenIsNotStoredAndTheNextLeasesAnew() throws Exception {
    MatchingSettings lazy = new MatchingSettings(LONG, LONG, LONG, LONG, LONG, 10, 10, 10, 10, 10);
    LocalMatchingService stale = fixture.anotherProcess(new TestOwnership(), lazy);
    fixture.addActivity(stale, "a");
    TaskQueue leased = fixture.store().read(MatchingFixture.ACTIVITIES);
    fixture.store().acquire(leased.fence(), UUID.randomUUID());

    assertThatThrownBy(() -> fixture.addActivity(stale, "b"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE: task queue moved");
    assertThat(fixture.stored(MatchingFixture.ACTIVITIES)).hasSize(1);

    fixture.addActivity(stale, "b");
    assertThat(fixture.stored(MatchingFixture.ACTIVITIES)).hasSize(2);
  }

  @Test
  void taskQueueThatBelongsElsewhereIsReleased() throws Exception {
    CompletableFuture<String> parked = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);
    fixture.ownership.lose();

    assertThatThrownBy(parked::join).hasMessageContaining("UNAVAILABLE: task queue moved");
    assertThatThrownBy(() -> fixture.addActivity(matching, "a"))
        .hasMessageContaining("UNAVAILABLE: task queue moved");
  }

  @Test
  void closingAnswersParkedPollsEmpty() throws Exception {
    CompletableFuture<String> parked = fixture.startActivityPoll(matching, LONG, "p1");
    awaitPolls(1);
    matching.close();
    assertThat(parked.get()).isEmpty();
  }

  @Test
  void hundredsOfPollsWaitAtOnceAndAreServedInTheOrderTheyCame() throws Exception {
    List<CompletableFuture<String>> polls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      polls.add(fixture.startActivityPoll(matching, LONG, "p" + i));
    }
    awaitPolls(300);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      fixture.addActivity(matching, "task-" + i);
      expected.add("task-" + i);
    }
    Set<String> got = new HashSet<>();
    for (CompletableFuture<String> poll : polls) {
      got.add(poll.get());
    }
    assertThat(got).isEqualTo(expected);
  }

  private void awaitPolls(int count) throws InterruptedException {
    Await.until(count + " polls are parked", () -> fixture.parkedPolls() == count);
  }
}
