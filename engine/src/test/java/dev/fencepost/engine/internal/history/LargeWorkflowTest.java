// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseRequest;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.RecordMarkerCommandAttributes;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One workflow with much in it. */
final class LargeWorkflowTest {

  private final HistoryProcess process = HistoryProcess.on(UUID.randomUUID().toString());
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void fiveHundredActivitiesInParallelAllComplete() throws Exception {
    worker.start("wide");
    worker.complete(
        worker.pollWorkflowTask(),
        IntStream.range(0, 500)
            .mapToObj(index -> Commands.scheduleActivity("activity-" + index))
            .toArray(Command[]::new));
    List<Thread> workers =
        IntStream.range(0, 20)
            .mapToObj(index -> Thread.ofVirtual().start(() -> workOff(25)))
            .toList();
    int completed = 0;
    while (completed < 500) {
      PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
      completed =
          Collections.frequency(
              worker.eventTypes("wide"), EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
      if (completed < 500) {
        worker.complete(task);
      } else {
        worker.complete(task, Commands.completeWorkflow());
      }
    }
    for (Thread thread : workers) {
      thread.join();
    }
    assertThat(worker.eventTypes("wide"))
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  private void workOff(int activities) {
    for (int done = 0; done < activities; done++) {
      PollActivityTaskQueueResponse activity = worker.pollActivity();
      worker.completeActivity(activity);
    }
  }

  @Test
  void tenThousandEventsAreReadInPagesForwardAndBackward() {
    worker.start("long");
    Command marker =
        Command.newBuilder()
            .setCommandType(CommandType.COMMAND_TYPE_RECORD_MARKER)
            .setRecordMarkerCommandAttributes(
                RecordMarkerCommandAttributes.newBuilder().setMarkerName("note"))
            .build();
    for (int round = 0; round < 20; round++) {
      worker.complete(
          worker.pollWorkflowTask(), Collections.nCopies(500, marker).toArray(Command[]::new));
      worker.signal("long", "go on");
    }
    List<Long> ids = worker.events("long").stream().map(HistoryEvent::getEventId).toList();
    assertThat(ids).hasSizeGreaterThan(10_000);
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
    List<Long> reversed = reversed("long");
    assertThat(reversed.reversed()).isEqualTo(ids);

    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    assertThat(task.getNextPageToken().isEmpty()).isFalse();
  }

  private List<Long> reversed(String workflowId) {
    List<Long> ids = new ArrayList<>();
    GetWorkflowExecutionHistoryReverseRequest.Builder request =
        GetWorkflowExecutionHistoryReverseRequest.newBuilder()
            .setExecution(TestWorker.execution(workflowId));
    do {
      GetWorkflowExecutionHistoryReverseResponse page =
          process
              .history()
              .readWorkflowExecutionHistoryReverse(
                  ReadWorkflowHistoryReverseRequest.newBuilder()
                      .setNamespaceId(OneNamespace.ID)
                      .setRequest(request)
                      .build())
              .getResponse();
      page.getHistory().getEventsList().forEach(event -> ids.add(event.getEventId()));
      request.setNextPageToken(page.getNextPageToken());
    } while (!request.getNextPageToken().isEmpty());
    return ids;
  }
}
