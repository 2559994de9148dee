// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.v1.CompleteQueryRequest;
import dev.fencepost.engine.v1.QueryTaskToken;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.QueryRejectCondition;
import io.temporal.api.enums.v1.QueryResultType;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.query.v1.WorkflowQueryResult;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries, with a workflow task and without. */
final class QueryTest {

  private final HistoryProcess process = HistoryProcess.on(UUID.randomUUID().toString());
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  private CompletableFuture<QueryWorkflowResponse> query(QueryRejectCondition condition) {
    return CompletableFuture.supplyAsync(
        () ->
            process
                .history()
                .queryWorkflow(
                    dev.fencepost.engine.v1.QueryWorkflowRequest.newBuilder()
                        .setNamespaceId(OneNamespace.ID)
                        .setRequest(
                            QueryWorkflowRequest.newBuilder()
                                .setExecution(TestWorker.execution("asked"))
                                .setQueryRejectCondition(condition)
                                .setQuery(WorkflowQuery.newBuilder().setQueryType("state")))
                        .build())
                .getResponse());
  }

  private CompletableFuture<QueryWorkflowResponse> query() {
    return query(QueryRejectCondition.QUERY_REJECT_CONDITION_NONE);
  }

  private void answerDirectly() throws Exception {
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    assertThat(task.getQuery().getQueryType()).isEqualTo("state");
    assertThat(task.getHistory().getEvents(0).getEventId()).isEqualTo(1);
    assertThat(
            process
                .matching()
                .respondQueryTaskCompleted(
                    CompleteQueryRequest.newBuilder()
                        .setNamespaceId(OneNamespace.ID)
                        .setToken(QueryTaskToken.parseFrom(task.getTaskToken()))
                        .setRequest(
                            RespondQueryTaskCompletedRequest.newBuilder()
                                .setTaskToken(task.getTaskToken())
                                .setCompletedType(QueryResultType.QUERY_RESULT_TYPE_ANSWERED)
                                .setQueryResult(TestWorker.payloads("directly")))
                        .build()))
        .isNotNull();
  }

  @Test
  void aQueryGoesWithTheWorkflowTaskThatWaits() throws Exception {
    worker.start("asked");
    worker.complete(worker.pollWorkflowTask());
    worker.signal("asked", "news");
    CompletableFuture<QueryWorkflowResponse> answer = query();
    PollWorkflowTaskQueueResponse task = taskWithQuery();
    String id = task.getQueriesMap().keySet().iterator().next();
    worker.complete(
        RespondWorkflowTaskCompletedRequest.newBuilder()
            .setTaskToken(task.getTaskToken())
            .putQueryResults(
                id,
                WorkflowQueryResult.newBuilder()
                    .setResultType(QueryResultType.QUERY_RESULT_TYPE_ANSWERED)
                    .setAnswer(TestWorker.payloads("with news"))
                    .build()));
    assertThat(answer.get().getQueryResult()).isEqualTo(TestWorker.payloads("with news"));
  }

  private PollWorkflowTaskQueueResponse taskWithQuery() {
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    while (task.getQueriesCount() == 0) {
      // In this order there is always a workflow task, so that the query can't go without one.
      worker.signal("asked", "more");
      worker.complete(task);
      task = worker.pollWorkflowTask();
    }
    return task;
  }

  @Test
  void aQueryGoesToAWorkerDirectlyIfNothingWaits() throws Exception {
    worker.start("asked");
    worker.complete(worker.pollWorkflowTask());
    CompletableFuture<QueryWorkflowResponse> answer = query();
    answerDirectly();
    assertThat(answer.get().getQueryResult()).isEqualTo(TestWorker.payloads("directly"));
  }

  @Test
  void aClosedWorkflowCanBeQueried() throws Exception {
    worker.start("asked");
    worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
    CompletableFuture<QueryWorkflowResponse> answer = query();
    answerDirectly();
    assertThat(answer.get().getQueryResult()).isEqualTo(TestWorker.payloads("directly"));
    assertThat(query(QueryRejectCondition.QUERY_REJECT_CONDITION_NOT_OPEN).get().hasQueryRejected())
        .isTrue();
  }

  @Test
  void aQueryTheWorkflowTaskLeftOpenGoesToAWorkerDirectly() throws Exception {
    worker.start("asked");
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    CompletableFuture<QueryWorkflowResponse> answer = query();
    worker.complete(task);
    answerDirectly();
    assertThat(answer.get().getQueryResult()).isEqualTo(TestWorker.payloads("directly"));
  }

  @Test
  void aMissingWorkflowIsNotFound() {
    assertThatThrownBy(() -> query().get()).hasCauseInstanceOf(StatusRuntimeException.class);
  }
}
