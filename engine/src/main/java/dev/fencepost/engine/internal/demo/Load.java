// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.engine.internal.demo.workload.Expected;
import dev.fencepost.engine.internal.demo.workload.WorkflowKind;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Starts the workflows, signals and queries them, tells them to go on and waits for their results,
 * as clients do; it knows nothing of kills but when it may let more than half of them end. Used by
 * one thread, watched by others.
 */
final class Load {

  private static final int CLIENTS = 16;

  private final WorkflowClient client;
  private final DemoPlan plan;
  private final CountDownLatch killsOver = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Map<String, String> runIds = new ConcurrentHashMap<>();
  private final Map<String, List<String>> signals = new ConcurrentHashMap<>();
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();

  Load(WorkflowClient client, DemoPlan plan) {
    this.client = client;
    this.plan = plan;
  }

  /** Starts all workflows and tells all to go on; returns before all have ended. */
  void run() {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      await(
          IntStream.range(0, plan.workflows())
              .<Future<?>>mapToObj(number -> clients.submit(() -> start(number)))
              .toList());
      List<Integer> order = new ArrayList<>(IntStream.range(0, plan.workflows()).boxed().toList());
      Collections.shuffle(order, new Random(plan.seed()));
      int whileKilled = KillSchedule.mostReleases(plan.workflows());
      release(clients, order.subList(0, whileKilled));
      killsOver.await();
      release(clients, order.subList(whileKilled, order.size()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", interrupted);
    }
  }

  /** No kill is to come: all workflows may end. */
  void killsAreOver() {
    killsOver.countDown();
  }

  /** Workflows started and workflows told to go on. */
  int steps() {
    return started.get() + released.get();
  }

  int started() {
    return started.get();
  }

  int ended() {
    return ended.get();
  }

  /** How many workflows are surely open: started and not told to go on. */
  int surelyOpen() {
    return started.get() - released.get();
  }

  /** The workflows that have not ended, sorted; the first twenty. */
  List<String> open() {
    return open.stream().sorted().limit(20).toList();
  }

  Map<String, String> runIds() {
    return Map.copyOf(runIds);
  }

  Map<String, List<String>> acknowledgedSignals() {
    return Map.copyOf(signals);
  }

  Map<String, Expected> expected() {
    return Map.copyOf(expected);
  }

  private void start(int number) {
    WorkflowKind kind = WorkflowKind.of(number);
    String workflowId = kind.workflowId(number);
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            kind.typeName(),
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(Connections.TASK_QUEUE)
                .setWorkflowTaskTimeout(Expected.WORKFLOW_TASK_TIMEOUT)
                .build());
    expected.put(workflowId, Expected.of(kind, number));
    WorkflowExecution execution =
        switch (kind) {
          case APPROVAL -> startApproval(stub, number, workflowId);
          case BATCH -> stub.start(number, 0, false);
          case ORDER, REMINDER, SHIPMENT, TRIP -> stub.start(number);
        };
    runIds.put(workflowId, execution.getRunId());
    open.add(workflowId);
    started.incrementAndGet();
    CompletableFuture<String> unused =
        client
            .newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder()
                    .setWorkflowId(workflowId)
                    .setRunId(execution.getRunId())
                    .build())
            .getResultAsync(String.class)
            .whenComplete(
                (result, failure) -> {
                  open.remove(workflowId);
                  ended.incrementAndGet();
                });
  }

  private WorkflowExecution startApproval(WorkflowStub stub, int number, String workflowId) {
    List<String> approvers = Expected.approvers(number);
    WorkflowExecution execution;
    int sent = 0;
    if (number % 4 == 2) {
      execution =
          stub.signalWithStart(
              "approve", new Object[] {approvers.getFirst()}, new Object[] {number});
      sent = 1;
    } else {
      execution = stub.start(number);
    }
    WorkflowStub signalled = client.newUntypedWorkflowStub(workflowId);
    for (String approver : approvers.subList(sent, approvers.size())) {
      signalled.signal("approve", approver);
    }
    signals.put(workflowId, approvers);
    List<?> seen = signalled.query("approvals", List.class);
    if (!List.copyOf(seen).equals(approvers)) {
      throw new DemoFailure(
          workflowId + " answers a query with " + seen + ", acknowledged are " + approvers);
    }
    return execution;
  }

  private void release(ExecutorService clients, List<Integer> numbers) {
    await(
        numbers.stream().<Future<?>>map(number -> clients.submit(() -> release(number))).toList());
  }

  private void release(int number) {
    released.incrementAndGet();
    client.newUntypedWorkflowStub(WorkflowKind.of(number).workflowId(number)).signal("proceed");
  }

  private static void await(List<Future<?>> calls) {
    for (Future<?> call : calls) {
      try {
        call.get();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new DemoFailure("interrupted", interrupted);
      } catch (ExecutionException failed) {
        throw new DemoFailure("a client call failed for good: " + failed.getMessage(), failed);
      }
    }
  }
}
