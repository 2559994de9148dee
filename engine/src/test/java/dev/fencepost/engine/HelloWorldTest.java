// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HelloWorldTest {

  private static final String TASK_QUEUE = "greetings";

  @WorkflowInterface
  public interface Greeting {
    @WorkflowMethod
    String greet(String name);
  }

  @ActivityInterface
  public interface Composer {
    String compose(String greeting, String name);
  }

  public static final class GreetingWorkflow implements Greeting {
    private final Composer composer =
        Workflow.newActivityStub(
            Composer.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());

    @Override
    public String greet(String name) {
      Workflow.sleep(Duration.ofMillis(200));
      return composer.compose("Hello", name);
    }
  }

  @Test
  void workflowOfTheTemporalSdkRunsToItsEnd() {
    try (TestEngines engines = new TestEngines()) {
      WorkflowClient client = engines.client(engines.start());
      WorkerFactory workers = WorkerFactory.newInstance(client);
      Worker worker = workers.newWorker(TASK_QUEUE);
      worker.registerWorkflowImplementationTypes(GreetingWorkflow.class);
      Composer composer = (greeting, name) -> greeting + ", " + name + "!";
      worker.registerActivitiesImplementations(composer);
      workers.start();

      Greeting greeting =
          client.newWorkflowStub(
              Greeting.class,
              WorkflowOptions.newBuilder().setTaskQueue(TASK_QUEUE).setWorkflowId("hello").build());

      assertThat(greeting.greet("World")).isEqualTo("Hello, World!");
      workers.shutdownNow();
    }
  }

  @Test
  void workerThatShutsDown_getsItsPollsBackAtOnce() throws Exception {
    try (TestEngines engines = new TestEngines()) {
      WorkflowClient client = engines.client(engines.start());
      WorkerFactory workers = WorkerFactory.newInstance(client);
      Worker worker = workers.newWorker(TASK_QUEUE);
      worker.registerWorkflowImplementationTypes(GreetingWorkflow.class);
      Composer composer = (greeting, name) -> greeting;
      worker.registerActivitiesImplementations(composer);
      workers.start();
      WorkflowClient.start(
          client.newWorkflowStub(
                  Greeting.class, WorkflowOptions.newBuilder().setTaskQueue(TASK_QUEUE).build())
              ::greet,
          "World");

      workers.shutdown();
      workers.awaitTermination(20, TimeUnit.SECONDS);

      assertThat(workers.isTerminated()).isTrue();
    }
  }
}
