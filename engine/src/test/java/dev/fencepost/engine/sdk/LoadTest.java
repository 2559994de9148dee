// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@SdkTest
@Isolated("measures time")
final class LoadTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void fiveHundredActivitiesRunInParallel() {
    worker.activity("adds", arguments -> arguments.get(0, Integer.class) + 1);
    worker.workflow(
        "fansOut",
        arguments -> {
          List<Promise<Integer>> results = new ArrayList<>();
          for (int i = 0; i < 500; i++) {
            results.add(SdkWorker.activities().executeAsync("adds", Integer.class, i));
          }
          return results.stream().mapToInt(Promise::get).sum();
        });
    long begin = System.nanoTime();
    assertThat(worker.run("fansOut", Integer.class)).isEqualTo(500 * 499 / 2 + 500);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  /** Answers how far a long workflow came. */
  public interface Progress {
    /** How many steps were taken. */
    @QueryMethod
    int steps();
  }

  @Test
  void historyOfTenThousandEventsIsReadAndReplayedInPages() {
    SdkWorker first = SdkWorker.start();
    first.workflow(
        "isLong",
        arguments -> {
          int[] steps = new int[1];
          Workflow.registerListener((Progress) () -> steps[0]);
          for (int batch = 0; batch < 10; batch++) {
            for (int i = 0; i < 1_000; i++) {
              steps[0] += Workflow.sideEffect(Integer.class, () -> 1);
            }
            Workflow.sleep(Duration.ofMillis(1));
          }
          return steps[0];
        });
    WorkflowStub stub = first.start("isLong");
    assertThat(stub.getResult(Integer.class)).isEqualTo(10_000);

    List<HistoryEvent> events = readPages(stub.getExecution());
    assertThat(events).hasSizeGreaterThan(10_000);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).getEventId()).isEqualTo(i + 1);
    }
    try (SdkWorker second = first.restart()) {
      assertThat(stub.query("steps", Integer.class)).isEqualTo(10_000);
      assertThat(second.taskQueue()).isEqualTo(first.taskQueue());
    }
  }

  private static List<HistoryEvent> readPages(WorkflowExecution execution) {
    List<HistoryEvent> events = new ArrayList<>();
    ByteString token = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryResponse page =
          SdkEngine.shared()
              .service()
              .blockingStub()
              .getWorkflowExecutionHistory(
                  GetWorkflowExecutionHistoryRequest.newBuilder()
                      .setNamespace(SdkEngine.NAMESPACE)
                      .setExecution(execution)
                      .setMaximumPageSize(500)
                      .setNextPageToken(token)
                      .build());
      events.addAll(page.getHistory().getEventsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return events;
  }
}
