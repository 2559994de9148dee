// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.v1.CancelPollsRequest;
import dev.fencepost.engine.v1.CompleteQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryResponse;
import dev.fencepost.engine.v1.QueryTaskToken;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StickyQueueTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TaskQueueKey STICKY =
      new TaskQueueKey(
          MatchingFixture.NAMESPACE, MatchingFixture.STICKY_QUEUE, TaskQueueType.WORKFLOW);

  private static final MatchingSettings HASTY =
      new MatchingSettings(
          LONG, Duration.ofMillis(10), LONG, Duration.ofMillis(10), LONG, 10, 10, 10, 10, 10);

  private final MatchingFixture fixture = new MatchingFixture();
  private final LocalMatchingService matching = fixture.matching;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void stickyQueueNobodyPolledTakesNoTask() {
    assertThat(
            fixture
                .addWorkflow(matching, "w", MatchingFixture.sticky())
                .getStickyWorkerUnavailable())
        .isTrue();
  }

  @Test
  void stickyQueuePolledLatelyTakesTheTask() {
    fixture.pollWorkflow(matching, MatchingFixture.sticky(), Duration.ofMillis(1));
    assertThat(
            fixture
                .addWorkflow(matching, "w", MatchingFixture.sticky())
                .getStickyWorkerUnavailable())
        .isFalse();
    PollWorkflowTaskQueueResponse response =
        fixture.pollWorkflow(matching, MatchingFixture.sticky(), LONG).getResponse();
    assertThat(response.getWorkflowExecution().getWorkflowId()).isEqualTo("w");
    assertThat(response.getAttempt()).isEqualTo(1);
  }

  @Test
  void stickyQueueOfAWorkerThatShutDownTakesNoTask() {
    fixture.pollWorkflow(matching, MatchingFixture.sticky(), Duration.ofMillis(1));
    matching.cancelPolls(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(MatchingFixture.NAMESPACE.toString())
            .setTaskQueue(MatchingFixture.STICKY_QUEUE)
            .setWorkerInstanceKey("instance")
            .setSticky(true)
            .build());
    assertThat(
            fixture
                .addWorkflow(matching, "w", MatchingFixture.sticky())
                .getStickyWorkerUnavailable())
        .isTrue();
  }

  @Test
  void idleStickyQueueIsDeletedWithItsTasks() throws Exception {
    LocalMatchingService service = fixture.anotherProcess(new TestOwnership(), HASTY);
    fixture.pollWorkflow(service, MatchingFixture.sticky(), Duration.ofMillis(1));
    fixture.addWorkflow(service, "w", MatchingFixture.sticky());

    Await.until("the task queue is deleted", this::stickyQueueIsGone);
    assertThat(fixture.stored(STICKY)).isEmpty();
  }

  @Test
  void stickyQueueThatItsOwnerLeftBehindIsDeletedByTheNextOne() throws Exception {
    LocalMatchingService gone = fixture.anotherProcess(new TestOwnership());
    fixture.pollWorkflow(gone, MatchingFixture.sticky(), Duration.ofMillis(1));
    fixture.addWorkflow(gone, "w", MatchingFixture.sticky());
    fixture.addActivity(gone, "w");
    gone.close();
    assertThat(stickyQueueIsGone()).isFalse();

    fixture.anotherProcess(new TestOwnership(), HASTY);

    Await.until("the task queue is deleted", this::stickyQueueIsGone);
    assertThat(fixture.stored(STICKY)).isEmpty();
    assertThat(fixture.store().read(MatchingFixture.ACTIVITIES).rangeId()).isEqualTo(1);
  }

  private boolean stickyQueueIsGone() {
    try {
      return fixture.store().read(STICKY) == null;
    } catch (NotFound e) {
      return true;
    }
  }

  @Test
  void queryIsAnsweredByThePollerThatGotIt() throws Exception {
    CompletableFuture<DispatchQueryResponse> query =
        CompletableFuture.supplyAsync(
            () -> matching.dispatchQuery(query(MatchingFixture.normal(), LONG)), fixture.threads);

    PollWorkflowTaskQueueResponse task =
        fixture.pollWorkflow(matching, MatchingFixture.normal(), LONG).getResponse();
    assertThat(task.getQuery().getQueryType()).isEqualTo("state");
    QueryTaskToken token = QueryTaskToken.parseFrom(task.getTaskToken());
    assertThat(token.getTaskQueue()).isEqualTo(MatchingFixture.QUEUE);
    matching.respondQueryTaskCompleted(answer(token));

    assertThat(query.get().getAnswer().getErrorMessage()).isEqualTo("answered");
    assertThatThrownBy(() -> matching.respondQueryTaskCompleted(answer(token)))
        .hasMessageContaining("NOT_FOUND: query not found");
  }

  @Test
  void queryOfStickyQueueWithoutPollerIsUnavailableAtOnce() {
    assertThat(
            matching
                .dispatchQuery(query(MatchingFixture.sticky(), LONG))
                .getStickyWorkerUnavailable())
        .isTrue();
  }

  @Test
  void queryNobodyTakesTimesOut() {
    assertThatThrownBy(
            () -> matching.dispatchQuery(query(MatchingFixture.normal(), Duration.ofMillis(20))))
        .hasMessageContaining("DEADLINE_EXCEEDED");
    assertThat(
            fixture
                .pollWorkflow(matching, MatchingFixture.normal(), Duration.ofMillis(1))
                .hasResponse())
        .isFalse();
  }

  private static CompleteQueryRequest answer(QueryTaskToken token) {
    return CompleteQueryRequest.newBuilder()
        .setNamespaceId(token.getNamespaceId())
        .setToken(token)
        .setRequest(RespondQueryTaskCompletedRequest.newBuilder().setErrorMessage("answered"))
        .build();
  }

  private static DispatchQueryRequest query(TaskQueue queue, Duration wait) {
    return DispatchQueryRequest.newBuilder()
        .setNamespaceId(MatchingFixture.NAMESPACE.toString())
        .setTaskQueue(queue)
        .setTemplate(
            PollWorkflowTaskQueueResponse.newBuilder()
                .setQuery(WorkflowQuery.newBuilder().setQueryType("state")))
        .setWaitAtMost(Durations.fromMillis(wait.toMillis()))
        .build();
  }
}
