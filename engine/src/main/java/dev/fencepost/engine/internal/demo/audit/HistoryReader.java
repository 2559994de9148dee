// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads every run through the API: those visibility lists, and those histories lead to. */
public final class HistoryReader {

  private static final int EVENTS_PER_PAGE = 50;
  private static final int RUNS_PER_PAGE = 100;
  private static final int READERS = 8;

  private final WorkflowServiceStubs stubs;
  private final String namespace;

  /** A reader of a namespace. */
  public HistoryReader(WorkflowServiceStubs stubs, String namespace) {
    this.stubs = stubs;
    this.namespace = namespace;
  }

  /** The runs visibility lists, each with its status, by run id. */
  public Map<String, WorkflowExecutionInfo> list() {
    Map<String, WorkflowExecutionInfo> listed = new LinkedHashMap<>();
    ByteString token = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse page =
          stubs
              .blockingStub()
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(namespace)
                      .setPageSize(RUNS_PER_PAGE)
                      .setNextPageToken(token)
                      .build());
      page.getExecutionsList().forEach(run -> listed.put(run.getExecution().getRunId(), run));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return listed;
  }

  /**
   * The histories of runs and of every run they lead to: continued runs and children.
   *
   * @param known the runs to begin with
   */
  public List<RunHistory> read(List<WorkflowExecution> known) {
    Map<String, RunHistory> histories = new ConcurrentHashMap<>();
    List<WorkflowExecution> unread = known;
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      while (!unread.isEmpty()) {
        List<Future<RunHistory>> reading =
            unread.stream()
                .filter(execution -> !histories.containsKey(execution.getRunId()))
                .distinct()
                .map(execution -> readers.submit(() -> read(execution)))
                .toList();
        List<WorkflowExecution> found = new ArrayList<>();
        for (Future<RunHistory> future : reading) {
          RunHistory history = await(future);
          histories.put(history.runId(), history);
          found.addAll(leadsTo(history));
        }
        unread =
            found.stream()
                .filter(execution -> !histories.containsKey(execution.getRunId()))
                .toList();
      }
    }
    return List.copyOf(histories.values());
  }

  private RunHistory read(WorkflowExecution execution) {
    List<HistoryEvent> events = new ArrayList<>();
    ByteString token = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryResponse page =
          stubs
              .blockingStub()
              .getWorkflowExecutionHistory(
                  GetWorkflowExecutionHistoryRequest.newBuilder()
                      .setNamespace(namespace)
                      .setExecution(execution)
                      .setMaximumPageSize(EVENTS_PER_PAGE)
                      .setNextPageToken(token)
                      .build());
      events.addAll(page.getHistory().getEventsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return new RunHistory(execution.getWorkflowId(), execution.getRunId(), events);
  }

  private static List<WorkflowExecution> leadsTo(RunHistory history) {
    List<WorkflowExecution> found = new ArrayList<>();
    history
        .next()
        .map(
            runId ->
                WorkflowExecution.newBuilder()
                    .setWorkflowId(history.workflowId())
                    .setRunId(runId)
                    .build())
        .ifPresent(found::add);
    history.events().stream()
        .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
        .map(event -> event.getChildWorkflowExecutionStartedEventAttributes())
        .forEach(attributes -> found.add(attributes.getWorkflowExecution()));
    return found;
  }

  private static RunHistory await(Future<RunHistory> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading histories", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a history can't be read: " + failed.getMessage(), failed);
    }
  }
}
