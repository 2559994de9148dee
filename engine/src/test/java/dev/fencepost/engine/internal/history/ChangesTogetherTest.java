// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.internal.history.FaultyPersistence.Fault;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes that wait for one run are persisted in one write, and still each is answered for. */
final class ChangesTogetherTest {

  private static final int ACTIVITIES = 20;

  private final FaultyPersistence faults = new FaultyPersistence();
  private final HistoryProcess process =
      HistoryProcess.on(
          UUID.randomUUID().toString(),
          SwitchableOwnership.ofAll(),
          Duration.ofDays(1),
          faults::around);
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void whatWaitsForTheRunIsOneWrite() throws Exception {
    List<PollActivityTaskQueueResponse> activities = startedActivities();
    int before = faults.updates();
    assertThat(completeTogether(activities)).containsOnly(Optional.empty());
    assertThat(faults.updates() - before).isEqualTo(2);
    assertThat(completed()).isEqualTo(ACTIVITIES);
    assertHistoryIsContiguous();
  }

  @Test
  void whatIsRefusedLeavesTheOthersAlone() throws Exception {
    List<PollActivityTaskQueueResponse> activities = startedActivities();
    List<PollActivityTaskQueueResponse> twice =
        Stream.concat(activities.stream(), activities.stream()).toList();
    List<Optional<Code>> endings = completeTogether(twice);
    assertThat(endings.stream().flatMap(Optional::stream))
        .hasSize(ACTIVITIES)
        .containsOnly(Code.NOT_FOUND);
    assertThat(completed()).isEqualTo(ACTIVITIES);
    assertHistoryIsContiguous();
  }

  @Test
  void whatIsNotStoredIsToldToAllAlsoToThoseItRefused() throws Exception {
    List<PollActivityTaskQueueResponse> activities = startedActivities();
    PollActivityTaskQueueResponse first = activities.getFirst();
    List<PollActivityTaskQueueResponse> others = activities.subList(1, ACTIVITIES);
    List<PollActivityTaskQueueResponse> calls = new ArrayList<>(List.of(first));
    calls.addAll(others);
    calls.addAll(others);
    List<Optional<Code>> endings = completeTogether(calls, () -> faults.next(Fault.UNAVAILABLE));
    assertThat(endings.getFirst()).isEmpty();
    assertThat(endings.subList(1, endings.size())).containsOnly(Optional.of(Code.UNAVAILABLE));
    assertThat(completed()).isEqualTo(1);
    others.forEach(worker::completeActivity);
    assertThat(completed()).isEqualTo(ACTIVITIES);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMITTED_BUT_UNKNOWN", "NOT_COMMITTED_BUT_UNKNOWN"})
  void aWriteInDoubtIsMadeOnceForAll(Fault fault) throws Exception {
    List<PollActivityTaskQueueResponse> activities = startedActivities();
    List<Optional<Code>> endings = completeTogether(activities, () -> faults.next(fault));
    assertThat(endings).containsOnly(Optional.empty());
    assertThat(completed()).isEqualTo(ACTIVITIES);
    assertHistoryIsContiguous();
  }

  /** As many activities in the hands of workers, and a workflow task that nobody has taken. */
  private List<PollActivityTaskQueueResponse> startedActivities() {
    worker.start("wide");
    worker.complete(
        worker.pollWorkflowTask(),
        IntStream.range(0, ACTIVITIES)
            .mapToObj(index -> Commands.scheduleActivity("activity-" + index))
            .toArray(Command[]::new));
    return IntStream.range(0, ACTIVITIES).mapToObj(index -> worker.pollActivity()).toList();
  }

  private List<Optional<Code>> completeTogether(List<PollActivityTaskQueueResponse> activities)
      throws Exception {
    return completeTogether(activities, () -> {});
  }

  /** Completes the first activity, and all others while that one is being stored. */
  private List<Optional<Code>> completeTogether(
      List<PollActivityTaskQueueResponse> activities, Runnable beforeTheOthersAreStored)
      throws Exception {
    FaultyPersistence.Hold held = faults.holdNext();
    List<Caller> callers = new ArrayList<>(List.of(new Caller(activities.getFirst())));
    held.awaitReached();
    activities.stream().skip(1).map(Caller::new).forEach(callers::add);
    Await.until(
        "the others wait for the run", () -> callers.stream().skip(1).allMatch(Caller::isWaiting));
    FaultyPersistence.Hold heldTogether = faults.holdNext();
    held.release();
    heldTogether.awaitReached();
    beforeTheOthersAreStored.run();
    heldTogether.release();
    List<Optional<Code>> endings = new ArrayList<>();
    for (Caller caller : callers) {
      endings.add(caller.call.get());
    }
    return endings;
  }

  /** A thread that completes an activity. */
  private final class Caller {

    private final FutureTask<Optional<Code>> call;
    private final Thread thread;

    Caller(PollActivityTaskQueueResponse activity) {
      this.call =
          new FutureTask<>(
              () -> {
                try {
                  worker.completeActivity(activity);
                  return Optional.empty();
                } catch (StatusRuntimeException refused) {
                  return Optional.of(refused.getStatus().getCode());
                }
              });
      this.thread = Thread.ofPlatform().start(call);
    }

    boolean isWaiting() {
      return thread.getState() == Thread.State.TIMED_WAITING;
    }
  }

  private int completed() {
    return Collections.frequency(
        worker.eventTypes("wide"), EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
  }

  private void assertHistoryIsContiguous() {
    List<Long> ids = worker.events("wide").stream().map(HistoryEvent::getEventId).toList();
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
  }
}
