// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceFutureStub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a poll that waits costs. */
final class LongPollTest {

  private static final int POLLS = 100;
  private static final String MATCHING = "dev.fencepost.engine.internal.matching";
  private static final TaskQueue TASK_QUEUE =
      TaskQueue.newBuilder().setName("a-hundred-polls").build();

  @Test
  @Timeout(60)
  void aHundredPollsWaitWithoutAThreadEach() throws Exception {
    WorkflowServiceFutureStub stub =
        WorkflowServiceGrpc.newFutureStub(SdkEngine.shared().service().getRawChannel());
    List<ListenableFuture<PollWorkflowTaskQueueResponse>> polls = new ArrayList<>();
    for (int poll = 0; poll < POLLS; poll++) {
      polls.add(
          stub.pollWorkflowTaskQueue(
              PollWorkflowTaskQueueRequest.newBuilder()
                  .setNamespace(SdkEngine.NAMESPACE)
                  .setTaskQueue(TASK_QUEUE)
                  .setIdentity("poll-" + poll)
                  .build()));
    }
    try {
      stub.startWorkflowExecution(
              StartWorkflowExecutionRequest.newBuilder()
                  .setNamespace(SdkEngine.NAMESPACE)
                  .setWorkflowId("for-one-poll")
                  .setWorkflowType(WorkflowType.newBuilder().setName("any"))
                  .setTaskQueue(TASK_QUEUE)
                  .setRequestId(UUID.randomUUID().toString())
                  .build())
          .get();
      while (answered(polls) == 0) {
        Thread.sleep(10);
      }
      assertThat(platformThreadsThatMatch()).isLessThan(POLLS / 20);
      assertThat(answered(polls)).isEqualTo(1);
    } finally {
      polls.forEach(poll -> poll.cancel(true));
    }
  }

  private static long answered(List<ListenableFuture<PollWorkflowTaskQueueResponse>> polls) {
    return polls.stream().filter(ListenableFuture::isDone).count();
  }

  /** Stack traces of all threads are those of platform threads; virtual ones are not among them. */
  private static long platformThreadsThatMatch() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith(MATCHING)))
        .count();
  }
}
