// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TwoEnginesTest {

  private static final String TASK_QUEUE = "waiting";
  private static final int WORKFLOWS = 12;

  @WorkflowInterface
  public interface Waiting {
    @WorkflowMethod
    String run();

    @SignalMethod
    void proceed(String word);
  }

  public static final class WaitingWorkflow implements Waiting {
    private final List<String> words = new ArrayList<>();

    @Override
    public String run() {
      Workflow.await(() -> !words.isEmpty());
      return words.getFirst();
    }

    @Override
    public void proceed(String word) {
      words.add(word);
    }
  }

  @Test
  void anyEngine_answersForEveryWorkflowAndTheOtherTakesOverWhatOneLeaves() throws Exception {
    try (TestEngines engines = new TestEngines()) {
      Engine first = engines.start();
      Engine second = engines.start();
      WorkflowClient client = engines.client(first);
      WorkflowClient other = engines.client(second);
      WorkerFactory workers = WorkerFactory.newInstance(other);
      Worker worker = workers.newWorker(TASK_QUEUE);
      worker.registerWorkflowImplementationTypes(WaitingWorkflow.class);
      workers.start();
      List<WorkflowStub> started = new ArrayList<>();
      for (int number = 0; number < WORKFLOWS; number++) {
        WorkflowStub stub =
            client.newUntypedWorkflowStub(
                "Waiting",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TASK_QUEUE)
                    .setWorkflowId("waiting-" + number)
                    .build());
        stub.start();
        started.add(stub);
      }
      for (int number = 0; number < WORKFLOWS / 2; number++) {
        other.newUntypedWorkflowStub("waiting-" + number).signal("proceed", "early");
        assertThat(started.get(number).getResult(30, TimeUnit.SECONDS, String.class))
            .isEqualTo("early");
      }

      first.close();

      for (int number = WORKFLOWS / 2; number < WORKFLOWS; number++) {
        WorkflowStub stub = other.newUntypedWorkflowStub("waiting-" + number);
        stub.signal("proceed", "late");
        assertThat(stub.getResult(30, TimeUnit.SECONDS, String.class)).isEqualTo("late");
      }
      assertThat(health(second).statusCode()).isEqualTo(200);
      assertThat(health(second).body()).contains("\"shardsHeld\":4");
      workers.shutdownNow();
    }
  }

  @Test
  void engines_thatStartTogetherAgree() throws Exception {
    try (TestEngines engines = new TestEngines()) {
      EngineConfiguration configuration = engines.configuration(Map.of());
      List<Thread> starting = new ArrayList<>();
      List<Engine> started = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int number = 0; number < 3; number++) {
        starting.add(Thread.ofVirtual().start(() -> started.add(Engine.start(configuration))));
      }
      for (Thread thread : starting) {
        thread.join();
      }

      assertThat(started).hasSize(3);
      started.forEach(Engine::close);
    }
  }

  private static HttpResponse<String> health(Engine engine)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.metricsPort() + "/health"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
