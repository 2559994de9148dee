// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.internal.workflow.WorkflowLimits;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner with room for hardly anything in memory: everything comes from the store again. */
final class TightSettingsTest {

  private static final HistorySettings TIGHT =
      new HistorySettings(
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofMillis(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          1,
          1,
          3,
          1024,
          2,
          1,
          1,
          1,
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          10,
          64 * 1024,
          WorkflowLimits.DEFAULTS);
  private static final int WORKFLOWS = 40;

  private final HistoryProcess process =
      HistoryProcess.on(
          UUID.randomUUID().toString(),
          SwitchableOwnership.ofAll(),
          Duration.ofDays(1),
          UnaryOperator.identity(),
          TIGHT);
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void everyWorkflowEndsAlthoughTheQueuesOverflow() throws Exception {
    Thread[] starters =
        IntStream.range(0, WORKFLOWS)
            .mapToObj(index -> Thread.ofVirtual().start(() -> worker.start("workflow-" + index)))
            .toArray(Thread[]::new);
    int ended = 0;
    while (ended < WORKFLOWS) {
      PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
      boolean fired =
          worker.events(task.getWorkflowExecution()).stream()
              .map(HistoryEvent::getEventType)
              .anyMatch(EventType.EVENT_TYPE_TIMER_FIRED::equals);
      if (fired) {
        worker.complete(task, Commands.completeWorkflow());
        ended++;
      } else {
        worker.complete(task, Commands.startTimer("t", Duration.ofMillis(700)));
      }
    }
    for (Thread starter : starters) {
      starter.join();
    }
    Await.until("finished transfer tasks are deleted", this::noTransferTaskIsLeft);
  }

  private boolean noTransferTaskIsLeft() {
    return IntStream.rangeClosed(1, SwitchableOwnership.SHARDS)
        .allMatch(
            shardId ->
                process
                    .persistence()
                    .historyTasks()
                    .readImmediate(
                        new ImmediateTaskRange(shardId, TaskCategory.TRANSFER, 0, Long.MAX_VALUE),
                        PageRequest.first(1))
                    .items()
                    .isEmpty());
  }

  @Test
  void aWorkersHistoryComesInPages() {
    worker.start("paged");
    worker.complete(worker.pollWorkflowTask(), Commands.scheduleActivity("1"));
    worker.completeActivity(worker.pollActivity());
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    assertThat(task.getHistory().getEventsCount()).isLessThan(9);
    assertThat(task.getNextPageToken().isEmpty()).isFalse();
    assertThat(worker.rest(task)).hasSize(9 - task.getHistory().getEventsCount());
  }
}
