// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.internal.demo.workload.Expected;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import dev.fencepost.engine.internal.demo.workload.Ledger.Effect;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class AuditTest {

  private static final String COMPLETED =
      WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED.name();

  private final Ledger ledger = new Ledger();
  private final List<RunHistory> histories = new ArrayList<>();
  private final Map<String, Expected> expected = new HashMap<>();
  private final Map<String, List<String>> signals = new HashMap<>();
  private final Map<String, String> listed = new HashMap<>();
  private final Set<Attempt> acknowledged = Set.of(Histories.activityAttempt());

  private AuditTest() {
    histories.add(Histories.completed(Histories.RUN, 0, "done"));
    expected.put(
        Histories.WORKFLOW,
        new Expected(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED, "done"));
    listed.put(Histories.RUN, COMPLETED);
    ledger.recordCompletion(Histories.activityAttempt(), "done");
  }

  @Test
  void whatIsAsItShouldBeHasNoViolation() {
    Audit audit = audit();

    assertThat(audit.violations()).isEmpty();
    assertThat(audit.events()).isEqualTo(8);
    assertThat(audit.histories()).isEqualTo(1);
    assertThat(audit.completions()).isEqualTo(1);
    assertThat(audit.outcomes())
        .containsExactly(Map.entry(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED, 1));
    assertThat(audit.workflowTaskMillis(0.5)).isEqualTo(1);
  }

  @Test
  void aMissingEventIsFound() {
    damage(events -> events.remove(1));

    assertThat(audit().violations()).contains("order-0/run-1: event 2 is missing, found 3");
  }

  @Test
  void anEventThatStandsTwiceIsFound() {
    damage(events -> events.add(2, events.get(1)));

    assertThat(audit().violations()).contains("order-0/run-1: event 3 is missing, found 2");
  }

  @Test
  void aHistoryThatDoesNotBeginIsFound() {
    damage(
        events ->
            events.set(
                0,
                events.getFirst().toBuilder()
                    .clearWorkflowExecutionStartedEventAttributes()
                    .build()));

    assertThat(audit().violations()).contains("order-0/run-1: does not begin with its start");
  }

  @Test
  void aSecondCloseEventIsFound() {
    damage(events -> events.add(events.getLast().toBuilder().setEventId(9).build()));

    assertThat(audit().violations()).contains("order-0/run-1: has 2 close events, not 1");
  }

  @Test
  void aRunThatDoesNotEndIsFound() {
    damage(List::removeLast);

    assertThat(audit().violations())
        .contains(
            "order-0/run-1: has 0 close events, not 1",
            "order-0/run-1: ended as WORKFLOW_EXECUTION_STATUS_RUNNING, not as"
                + " WORKFLOW_EXECUTION_STATUS_COMPLETED");
  }

  @Test
  void anEventAfterTheCloseEventIsFound() {
    damage(
        events ->
            events.add(
                HistoryEvent.newBuilder()
                    .setEventId(9)
                    .setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
                    .build()));

    assertThat(audit().violations()).contains("order-0/run-1: has events after its close event");
  }

  @Test
  void anAcknowledgedCompletionThatIsNotInTheHistoryIsFound() {
    damage(
        events ->
            events.set(
                6,
                events.get(6).toBuilder()
                    .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)
                    .build()));

    assertThat(audit().violations())
        .contains(
            "order-0/run-1: the acknowledged completion of attempt 2 of activity a is lost",
            "order-0/run-1: activity a took effect but no history says so");
  }

  @Test
  void aCompletionWithAnotherResultThanTheLedgersIsFound() {
    damage(
        events -> {
          HistoryEvent.Builder event = events.get(6).toBuilder();
          event
              .getActivityTaskCompletedEventAttributesBuilder()
              .setResult(Histories.payloads("undone"));
          events.set(6, event.build());
        });

    assertThat(audit().violations())
        .contains(
            "order-0/run-1: attempt 2 of activity a completed with 'undone' in the history, the"
                + " ledger has done");
  }

  @Test
  void aCompletionThatNobodyDidIsFound() {
    Ledger empty = new Ledger();

    assertThat(ActivityCheck.violations(histories, empty, Set.of()))
        .containsExactly(
            "order-0/run-1: attempt 2 of activity a completed with 'done' in the history, the"
                + " ledger has nothing");
  }

  @Test
  void anActivityThatCompletesTwiceIsFound() {
    damage(events -> events.add(7, events.get(6)));

    assertThat(audit().violations())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "an activity completed that was not scheduled and started, or ended"
                            + " before"));
  }

  @Test
  void anEffectNoHistoryKnowsIsFound() {
    ledger.recordCompletion(new Attempt(new Effect("order-0", "run-1", "b"), 1), "done");

    assertThat(audit().violations())
        .containsExactly("order-0/run-1: activity b took effect but no history says so");
  }

  @Test
  void anotherResultThanTheCodeSaysIsFound() {
    expected.put(
        Histories.WORKFLOW,
        new Expected(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED, "other"));

    assertThat(audit().violations())
        .containsExactly("order-0/run-1: ended with 'done', not 'other'");
  }

  @Test
  void aLostWorkflowIsFound() {
    histories.clear();

    assertThat(audit().violations())
        .contains("order-0: the run that was acknowledged, run-1, is lost");
  }

  @Test
  void twoOpenRunsOfOneWorkflowIdAreFound() {
    histories.add(Histories.completed("run-2", 3, "done"));
    listed.put("run-2", COMPLETED);

    assertThat(audit().violations()).contains("order-0/run-1 was still open when run-2 started");
  }

  @Test
  void anAcknowledgedSignalThatIsLostIsFound() {
    signals.put(Histories.WORKFLOW, List.of("me"));

    assertThat(audit().violations())
        .containsExactly("order-0: the acknowledged signal 'me' was received 0 times, not once");
  }

  @Test
  void aRunVisibilityDoesNotListIsFound() {
    listed.clear();

    assertThat(audit().violations())
        .containsExactly("order-0/run-1: visibility lists nothing, not " + COMPLETED);
  }

  private void damage(Consumer<List<HistoryEvent>> change) {
    List<HistoryEvent> events = new ArrayList<>(Histories.completedEvents(0, "done"));
    change.accept(events);
    histories.set(0, new RunHistory(Histories.WORKFLOW, Histories.RUN, events));
  }

  private Audit audit() {
    return Audit.of(
        new Evidence(
            List.copyOf(histories),
            expected,
            Map.of(Histories.WORKFLOW, Histories.RUN),
            signals,
            acknowledged,
            ledger,
            listed));
  }
}
