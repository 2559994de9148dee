// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.engine.internal.demo.audit.CallRecorder;
import dev.fencepost.engine.internal.demo.workload.ApprovalWorkflow;
import dev.fencepost.engine.internal.demo.workload.BatchWorkflow;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.demo.workload.LedgerActivities;
import dev.fencepost.engine.internal.demo.workload.OrderWorkflow;
import dev.fencepost.engine.internal.demo.workload.ReminderWorkflow;
import dev.fencepost.engine.internal.demo.workload.ShipmentWorkflow;
import dev.fencepost.engine.internal.demo.workload.TripWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The unmodified SDK on the engine: a client, and a worker for everything. */
final class Connections implements AutoCloseable {

  static final String TASK_QUEUE = "demo";
  static final String NAMESPACE = "default";

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory workers;

  private Connections(WorkflowServiceStubs stubs, WorkflowClient client, WorkerFactory workers) {
    this.stubs = stubs;
    this.client = client;
    this.workers = workers;
  }

  static Connections open(String target, CallRecorder recorder, Ledger ledger) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .addGrpcClientInterceptor(recorder)
                .setConnectionBackoffResetFrequency(Duration.ofMillis(500))
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(50))
                        .setMaximumInterval(Duration.ofMillis(500))
                        .setExpiration(Duration.ofMinutes(15))
                        .build())
                .build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setMaxWorkflowThreadCount(4_000)
                .setWorkflowCacheSize(2_000)
                .build());
    register(
        workers.newWorker(
            TASK_QUEUE,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(50)
                .setMaxConcurrentWorkflowTaskExecutionSize(50)
                .setMaxConcurrentWorkflowTaskPollers(8)
                .setMaxConcurrentActivityTaskPollers(8)
                .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(3))
                .build()),
        ledger);
    workers.start();
    return new Connections(stubs, client, workers);
  }

  private static void register(Worker worker, Ledger ledger) {
    worker.registerWorkflowImplementationFactory(OrderWorkflow.class, OrderWorkflow.Run::new);
    worker.registerWorkflowImplementationFactory(ReminderWorkflow.class, ReminderWorkflow.Run::new);
    worker.registerWorkflowImplementationFactory(ApprovalWorkflow.class, ApprovalWorkflow.Run::new);
    worker.registerWorkflowImplementationFactory(ShipmentWorkflow.class, ShipmentWorkflow.Run::new);
    worker.registerWorkflowImplementationFactory(
        ShipmentWorkflow.ParcelWorkflow.class, ShipmentWorkflow.ParcelRun::new);
    worker.registerWorkflowImplementationFactory(BatchWorkflow.class, BatchWorkflow.Run::new);
    worker.registerWorkflowImplementationFactory(TripWorkflow.class, TripWorkflow.Run::new);
    worker.registerActivitiesImplementations(new LedgerActivities(ledger));
  }

  WorkflowServiceStubs stubs() {
    return stubs;
  }

  WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
  }
}
