// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.DynamicActivity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.EncodedValues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A worker of the SDK on a task queue of its own. Workflows and activities are defined by name,
 * each by the test that runs it.
 */
final class SdkWorker implements AutoCloseable {

  /** The code of a workflow or an activity. */
  interface Code {
    Object run(EncodedValues arguments);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final WorkflowClient client = SdkEngine.shared().client();
  private final String taskQueue;
  private final WorkerOptions options;
  private final Map<String, Code> workflows;
  private final Map<String, Code> activities;
  private final WorkerFactory factory;

  private SdkWorker(
      String taskQueue,
      WorkerOptions options,
      Map<String, Code> workflows,
      Map<String, Code> activities) {
    this.taskQueue = taskQueue;
    this.options = options;
    this.workflows = workflows;
    this.activities = activities;
    this.factory = WorkerFactory.newInstance(client);
    Worker worker = factory.newWorker(taskQueue, options);
    worker.registerWorkflowImplementationFactory(
        DynamicWorkflow.class,
        () -> arguments -> workflows.get(Workflow.getInfo().getWorkflowType()).run(arguments));
    worker.registerActivitiesImplementations(
        (DynamicActivity)
            arguments ->
                activities
                    .get(Activity.getExecutionContext().getInfo().getActivityType())
                    .run(arguments));
    factory.start();
  }

  static SdkWorker start() {
    return start(WorkerOptions.getDefaultInstance());
  }

  static SdkWorker start(WorkerOptions options) {
    return new SdkWorker(
        "queue-" + UUID.randomUUID(),
        options,
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>());
  }

  /** Another process with the same code, on the same task queue. */
  SdkWorker restart() {
    close();
    return new SdkWorker(taskQueue, options, workflows, activities);
  }

  SdkWorker workflow(String type, Code code) {
    workflows.put(type, code);
    return this;
  }

  SdkWorker activity(String type, Code code) {
    activities.put(type, code);
    return this;
  }

  String taskQueue() {
    return taskQueue;
  }

  WorkflowOptions.Builder options() {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setWorkflowId("workflow-" + UUID.randomUUID());
  }

  WorkflowStub stub(String type) {
    return stub(type, options());
  }

  WorkflowStub stub(String type, WorkflowOptions.Builder options) {
    return client.newUntypedWorkflowStub(type, options.build());
  }

  WorkflowStub start(String type, Object... arguments) {
    return start(type, options(), arguments);
  }

  WorkflowStub start(String type, WorkflowOptions.Builder options, Object... arguments) {
    WorkflowStub stub = stub(type, options);
    stub.start(arguments);
    return stub;
  }

  <R> R run(String type, Class<R> result, Object... arguments) {
    return start(type, arguments).getResult(result);
  }

  List<HistoryEvent> history(WorkflowExecution execution) {
    return client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents();
  }

  List<EventType> eventTypes(WorkflowExecution execution) {
    return history(execution).stream().map(HistoryEvent::getEventType).toList();
  }

  /** Waits until the run has an event. */
  void awaitEvent(WorkflowExecution execution, EventType type) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!eventTypes(execution).contains(type)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + type + " in " + eventTypes(execution));
      }
      Thread.sleep(20);
    }
  }

  /** For use in a workflow: an activity with usual options. */
  static ActivityStub activities() {
    return activities(ActivityOptions.newBuilder().setStartToCloseTimeout(PATIENCE));
  }

  static ActivityStub activities(ActivityOptions.Builder options) {
    return Workflow.newUntypedActivityStub(options.build());
  }

  /** Retries without losing time. */
  static RetryOptions quickRetries(int attempts) {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofMillis(50))
        .setBackoffCoefficient(1)
        .setMaximumAttempts(attempts)
        .build();
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(10, TimeUnit.SECONDS);
  }
}
