// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.internal.matching.HistoryStandIn.Failure;
import dev.fencepost.engine.v1.CancelPollsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is added, polled, canceled, failed and taken over in whatever order, each added task is
 * handed to exactly one poll in the end. Only a task whose start was recorded without an answer may
 * be handed to none: its execution finds that out by a timeout.
 */
final class MatchingPropertyTest {

  private static final Duration SHORT = Duration.ofMillis(3);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** What happens next. */
  enum Step {
    ADD,
    ADD_MANY,
    POLL,
    POLL_BRIEFLY,
    CANCEL_A_POLL,
    FAIL_A_START,
    LOSE_AN_ANSWER,
    TAKE_OVER,
    REPLACE_PROCESS
  }

  @Property(tries = 60)
  void noTaskIsLostOrHandedToTwoPolls(@ForAll @Size(min = 5, max = 60) List<Step> steps)
      throws Exception {
    try (MatchingFixture fixture = new MatchingFixture()) {
      Run run = new Run(fixture);
      for (Step step : steps) {
        run.take(step);
      }
      run.finish();
    }
  }

  private static final class Run {

    private final MatchingFixture fixture;
    private final List<LocalMatchingService> processes = new ArrayList<>();
    private final Map<String, AtomicInteger> handedOut = new ConcurrentHashMap<>();
    private final Set<String> added = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> calls = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private int lastPoll;

    Run(MatchingFixture fixture) {
      this.fixture = fixture;
      processes.add(fixture.matching);
      processes.add(fixture.anotherProcess(new TestOwnership()));
    }

    void take(Step step) {
      switch (step) {
        case ADD -> add(1);
        case ADD_MANY -> add(25);
        case POLL -> poll(Duration.ofMillis(200));
        case POLL_BRIEFLY -> poll(SHORT);
        case CANCEL_A_POLL -> cancel();
        case FAIL_A_START -> fixture.history.failNext(Failure.SURELY_NOT_DONE);
        case LOSE_AN_ANSWER -> fixture.history.failNext(Failure.DONE_BUT_NOT_ANSWERED);
        case TAKE_OVER -> processes.add(processes.removeFirst());
        case REPLACE_PROCESS -> {
          processes.removeFirst().close();
          processes.add(fixture.anotherProcess(new TestOwnership()));
        }
      }
    }

    private void add(int count) {
      for (int i = 0; i < count; i++) {
        String workflowId = "task-" + ids.incrementAndGet();
        added.add(workflowId);
        start(() -> untilDone(() -> fixture.addActivity(processes.getFirst(), workflowId)));
      }
    }

    private void poll(Duration wait) {
      LocalMatchingService process = processes.getFirst();
      String pollerId = "poll-" + ++lastPoll;
      start(() -> countHandedOut(process, wait, pollerId));
    }

    private boolean countHandedOut(LocalMatchingService process, Duration wait, String pollerId) {
      String workflowId;
      try {
        workflowId = fixture.pollActivity(process, wait, pollerId);
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return false;
      }
      if (workflowId.isEmpty()) {
        return false;
      }
      handedOut.computeIfAbsent(workflowId, id -> new AtomicInteger()).incrementAndGet();
      return true;
    }

    private void cancel() {
      CancelPollsRequest request =
          CancelPollsRequest.newBuilder()
              .setNamespaceId(MatchingFixture.NAMESPACE.toString())
              .setPollerId("poll-" + lastPoll)
              .build();
      processes.forEach(process -> process.cancelPolls(request));
    }

    private void start(Runnable call) {
      calls.add(CompletableFuture.runAsync(call, fixture.threads));
    }

    /** As the history does: a task that was not surely added is added again. */
    private static void untilDone(Runnable add) {
      while (true) {
        try {
          add.run();
          return;
        } catch (StatusRuntimeException e) {
          assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
      }
    }

    private Set<String> missing() {
      Set<String> missing = new HashSet<>(added);
      missing.removeAll(handedOut.keySet());
      missing.removeAll(fixture.history.answersLost());
      return missing;
    }

    void finish() throws Exception {
      for (CompletableFuture<Void> call : calls) {
        call.get();
      }
      LocalMatchingService process = processes.getFirst();
      long end = System.nanoTime() + LONG.toNanos();
      while (!missing().isEmpty() && System.nanoTime() < end) {
        countHandedOut(process, Duration.ofMillis(200), "last-" + ++lastPoll);
      }
      // What an owner left undeleted its successor reads again, to find that nobody wants it.
      Await.until(
          "the backlog is deleted",
          () -> {
            boolean ignored = countHandedOut(process, SHORT, "last-" + ++lastPoll);
            return fixture.stored(MatchingFixture.ACTIVITIES).isEmpty();
          });
      assertThat(missing()).isEmpty();
      assertThat(added).containsAll(handedOut.keySet());
      assertThat(handedOut.values()).allMatch(times -> times.get() == 1);
    }
  }
}
