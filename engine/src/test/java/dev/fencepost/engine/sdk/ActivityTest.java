// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static dev.fencepost.engine.sdk.SdkWorker.activities;
import static dev.fencepost.engine.sdk.SdkWorker.quickRetries;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class ActivityTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  /** A workflow as the documentation of the SDK writes it. */
  @WorkflowInterface
  public interface Greeting {
    /** Greets. */
    @WorkflowMethod
    String greet(String name);
  }

  /** Its activities. */
  @ActivityInterface
  public interface Composing {
    /** Composes a greeting. */
    String compose(String greeting, String name);
  }

  /** Greets through an activity. */
  public static final class GreetingWorkflow implements Greeting {

    private final Composing composing =
        Workflow.newActivityStub(
            Composing.class, ActivityOptions.newBuilder().setStartToCloseTimeout(LONG).build());

    /** For the SDK. */
    public GreetingWorkflow() {}

    @Override
    public String greet(String name) {
      return composing.compose("Hello", name);
    }
  }

  @Test
  void helloWorld() {
    String taskQueue = "hello-" + UUID.randomUUID();
    WorkerFactory factory = WorkerFactory.newInstance(SdkEngine.shared().client());
    Worker typed = factory.newWorker(taskQueue);
    typed.registerWorkflowImplementationTypes(GreetingWorkflow.class);
    typed.registerActivitiesImplementations(
        (Composing) (greeting, name) -> greeting + ", " + name + "!");
    factory.start();
    try {
      Greeting greeting =
          SdkEngine.shared()
              .client()
              .newWorkflowStub(
                  Greeting.class, WorkflowOptions.newBuilder().setTaskQueue(taskQueue).build());
      assertThat(greeting.greet("World")).isEqualTo("Hello, World!");
    } finally {
      factory.shutdownNow();
      factory.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void activityThatFailsTwiceIsRetried() {
    worker.activity("failsTwice", arguments -> failUntilAttempt(3));
    worker.workflow(
        "retries",
        arguments ->
            activities(
                    ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setRetryOptions(quickRetries(0)))
                .execute("failsTwice", Integer.class));
    assertThat(worker.run("retries", Integer.class)).isEqualTo(3);
  }

  private static int failUntilAttempt(int attempt) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    if (info.getAttempt() < attempt) {
      throw ApplicationFailure.newFailure("not yet", "NotYet");
    }
    return info.getAttempt();
  }

  @Test
  void failureThatMustNotBeRetriedIsNotRetried() {
    worker.activity(
        "refuses",
        arguments -> {
          throw ApplicationFailure.newNonRetryableFailure("refused", "Refusal");
        });
    worker.workflow("refused", arguments -> describeFailure("refuses", quickRetries(0)));
    assertThat(worker.run("refused", String.class))
        .isEqualTo("RETRY_STATE_NON_RETRYABLE_FAILURE Refusal refused");
  }

  @Test
  void failureOfATypeThatIsNotRetriedIsNotRetried() {
    worker.activity(
        "failsByType",
        arguments -> {
          throw ApplicationFailure.newFailure("declined", "Declined");
        });
    RetryOptions options =
        RetryOptions.newBuilder(quickRetries(0)).setDoNotRetry("Declined").build();
    worker.workflow("declined", arguments -> describeFailure("failsByType", options));
    assertThat(worker.run("declined", String.class))
        .isEqualTo("RETRY_STATE_NON_RETRYABLE_FAILURE Declined declined");
  }

  @Test
  void attemptsAreLimited() {
    worker.activity("failsAlways", arguments -> failUntilAttempt(100));
    worker.workflow("exhausted", arguments -> describeFailure("failsAlways", quickRetries(2)));
    assertThat(worker.run("exhausted", String.class))
        .isEqualTo("RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED NotYet not yet");
  }

  private static String describeFailure(String activity, RetryOptions retries) {
    try {
      return activities(
              ActivityOptions.newBuilder().setStartToCloseTimeout(LONG).setRetryOptions(retries))
          .execute(activity, String.class);
    } catch (ActivityFailure e) {
      RetryState state = e.getRetryState();
      ApplicationFailure cause = (ApplicationFailure) e.getCause();
      return state + " " + cause.getType() + " " + cause.getOriginalMessage();
    }
  }

  @Test
  void localActivityRunsInTheWorkflowTask() {
    worker.activity(
        "local", arguments -> failUntilAttempt(2) + ":" + arguments.get(0, String.class));
    worker.workflow(
        "runsLocally",
        arguments ->
            Workflow.newUntypedLocalActivityStub(
                    LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setRetryOptions(quickRetries(5))
                        .build())
                .execute("local", String.class, "here"));
    WorkflowStub stub = worker.start("runsLocally");
    assertThat(stub.getResult(String.class)).isEqualTo("2:here");
    assertThat(worker.eventTypes(stub.getExecution()))
        .contains(EventType.EVENT_TYPE_MARKER_RECORDED)
        .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  }

  @Test
  void activityIsCompletedLaterByItsToken() throws Exception {
    CompletableFuture<byte[]> token = new CompletableFuture<>();
    worker.activity(
        "completedByToken",
        arguments -> {
          token.complete(Activity.getExecutionContext().getTaskToken());
          Activity.getExecutionContext().doNotCompleteOnReturn();
          return null;
        });
    worker.workflow(
        "waitsForToken", arguments -> activities().execute("completedByToken", String.class));
    WorkflowStub stub = worker.start("waitsForToken");
    completion().complete(token.get(20, TimeUnit.SECONDS), "by token");
    assertThat(stub.getResult(String.class)).isEqualTo("by token");
  }

  @Test
  void activityIsFailedAndThenCompletedLaterById() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    worker.activity(
        "completedById",
        arguments -> {
          ActivityInfo info = Activity.getExecutionContext().getInfo();
          (info.getAttempt() == 1 ? first : second).complete(info.getActivityId());
          Activity.getExecutionContext().doNotCompleteOnReturn();
          return null;
        });
    worker.workflow(
        "waitsForId",
        arguments ->
            activities(
                    ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setRetryOptions(quickRetries(0)))
                .execute("completedById", String.class));
    WorkflowStub stub = worker.start("waitsForId");
    String workflowId = stub.getExecution().getWorkflowId();
    Optional<String> runId = Optional.of(stub.getExecution().getRunId());
    completion()
        .completeExceptionally(
            workflowId, runId, first.get(20, TimeUnit.SECONDS), new IllegalStateException("once"));
    completion().complete(workflowId, runId, second.get(20, TimeUnit.SECONDS), "by id");
    assertThat(stub.getResult(String.class)).isEqualTo("by id");
  }

  private static ActivityCompletionClient completion() {
    return SdkEngine.shared().client().newActivityCompletionClient();
  }

  @Test
  void workflowThatMayStartEagerlyStartsTheUsualWay() {
    worker.workflow("eager", arguments -> "done");
    WorkflowStub stub = worker.start("eager", worker.options().setDisableEagerExecution(false));
    assertThat(stub.getResult(String.class)).isEqualTo("done");
    assertThat(SdkEngine.shared().service().getServerCapabilities().get().getEagerWorkflowStart())
        .isFalse();
  }
}
