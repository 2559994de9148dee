// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class ConcurrencyTest {

  private static final int SIGNALS = 40;

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
    worker.activity("doubles", arguments -> 2 * arguments.get(0, Integer.class));
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  /** What the counting workflow understands. */
  public interface Counting {
    /** Counts. */
    @SignalMethod
    void count(int number);

    /** The sum so far. */
    @QueryMethod
    int sum();
  }

  private static final class Counter implements Counting {

    private final List<Integer> numbers = new ArrayList<>();

    @Override
    public void count(int number) {
      numbers.add(number);
    }

    @Override
    public int sum() {
      return numbers.stream().mapToInt(number -> number).sum();
    }
  }

  @Test
  void manyWorkflowsRunAtOnce() {
    worker.workflow(
        "fansOutALittle",
        arguments -> {
          List<Promise<Integer>> results = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            results.add(SdkWorker.activities().executeAsync("doubles", Integer.class, i));
          }
          Workflow.sleep(Duration.ofMillis(50));
          return results.stream().mapToInt(Promise::get).sum();
        });
    List<WorkflowStub> stubs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stubs.add(worker.start("fansOutALittle"));
    }
    assertThat(stubs).allMatch(stub -> stub.getResult(Integer.class) == 12);
    for (WorkflowStub stub : stubs) {
      List<HistoryEvent> events = worker.history(stub.getExecution());
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).getEventId()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void activitiesOfATaskQueueWithARateTakeTurns() {
    WorkerOptions fourPerSecond =
        WorkerOptions.newBuilder().setMaxTaskQueueActivitiesPerSecond(4).build();
    try (SdkWorker limited = SdkWorker.start(fourPerSecond)) {
      limited.activity("now", arguments -> System.nanoTime());
      limited.workflow(
          "asksTheTime",
          arguments -> {
            List<Promise<Long>> times = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              times.add(SdkWorker.activities().executeAsync("now", Long.class));
            }
            LongSummaryStatistics all = times.stream().mapToLong(Promise::get).summaryStatistics();
            return all.getMax() - all.getMin();
          });

      // Four may go at once, the other eight need two seconds; the first may be slow to begin.
      assertThat(limited.run("asksTheTime", Long.class))
          .isBetween(Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(20).toNanos());
    }
  }

  @Test
  void signalsThatComeWhileTheWorkflowIsAtWorkAreNeitherLostNorRepeated() {
    worker.workflow(
        "counts",
        arguments -> {
          Counter counter = new Counter();
          Workflow.registerListener(counter);
          int sum = 0;
          for (int handled = 0; handled < SIGNALS; handled++) {
            int next = handled;
            Workflow.await(() -> counter.numbers.size() > next);
            int number = counter.numbers.get(handled);
            sum += SdkWorker.activities().execute("doubles", Integer.class, number);
          }
          return sum;
        });
    WorkflowStub stub = worker.start("counts");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> signals = new ArrayList<>();
      for (int i = 1; i <= SIGNALS; i++) {
        int number = i;
        signals.add(CompletableFuture.runAsync(() -> stub.signal("count", number), threads));
      }
      CompletableFuture.allOf(signals.toArray(CompletableFuture<?>[]::new)).join();
    }
    assertThat(stub.getResult(Integer.class)).isEqualTo(SIGNALS * (SIGNALS + 1));
    assertThat(worker.eventTypes(stub.getExecution()))
        .filteredOn(type -> type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .hasSize(SIGNALS);
  }

  @Test
  void queriesSeeTheSignalsBeforeThem() {
    worker.workflow(
        "isAsked",
        arguments -> {
          Counter counter = new Counter();
          Workflow.registerListener(counter);
          Workflow.await(() -> counter.numbers.contains(0));
          return counter.sum();
        });
    WorkflowStub stub = worker.start("isAsked");
    int sum = 0;
    for (int i = 1; i <= 20; i++) {
      stub.signal("count", i);
      sum += i;
      assertThat(stub.query("sum", Integer.class)).isEqualTo(sum);
    }
    stub.signal("count", 0);
    assertThat(stub.getResult(Integer.class)).isEqualTo(sum);
  }

  @Test
  void signalThatComesAsTheWorkflowEndsIsHandledOrRefused() {
    worker.workflow(
        "endsAtOnce",
        arguments -> {
          Counter counter = new Counter();
          Workflow.registerListener(counter);
          SdkWorker.activities().execute("doubles", Integer.class, 1);
          return counter.numbers.size();
        });
    for (int i = 0; i < 10; i++) {
      WorkflowStub stub = worker.start("endsAtOnce");
      int accepted = 0;
      try {
        while (true) {
          stub.signal("count", 1);
          accepted++;
        }
      } catch (WorkflowNotFoundException ended) {
        assertThat(stub.getResult(Integer.class)).isEqualTo(accepted);
      }
    }
  }
}
