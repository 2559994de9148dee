// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AbandonedPollTest {

  private static final int POLLS = 8;
  private static final int TASK_QUEUES = 4;

  @Test
  void taskThatComesAfterItsPollersHaveGone_goesToTheNextPollerAtOnce() throws Exception {
    try (TestEngines engines = new TestEngines()) {
      WorkflowServiceStubs one = engines.connect(engines.start());
      WorkflowServiceStubs other = engines.connect(engines.start());
      for (int number = 0; number < TASK_QUEUES; number++) {
        String taskQueue = "abandoned-" + number;
        List<Future<?>> abandoned = new ArrayList<>();
        for (int poll = 0; poll < POLLS; poll++) {
          // one of the engines forwards the polls to the other, which owns the task queue
          WorkflowServiceStubs stubs = poll % 2 == 0 ? one : other;
          abandoned.add(stubs.futureStub().pollWorkflowTaskQueue(poll(taskQueue)));
        }
        assertThat(pollBriefly(one, taskQueue).getTaskToken().isEmpty()).isTrue();
        abandoned.forEach(poll -> poll.cancel(true));
        assertThat(pollBriefly(other, taskQueue).getTaskToken().isEmpty()).isTrue();

        one.blockingStub()
            .startWorkflowExecution(
                StartWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setWorkflowId(taskQueue)
                    .setWorkflowType(WorkflowType.newBuilder().setName("T"))
                    .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
                    .build());

        PollWorkflowTaskQueueResponse task =
            other
                .blockingStub()
                .withDeadlineAfter(9, TimeUnit.SECONDS)
                .pollWorkflowTaskQueue(poll(taskQueue));
        assertThat(task.getWorkflowExecution().getWorkflowId()).isEqualTo(taskQueue);
        assertThat(task.getAttempt()).isEqualTo(1);
      }
    }
  }

  private static PollWorkflowTaskQueueResponse pollBriefly(
      WorkflowServiceStubs stubs, String taskQueue) {
    return stubs
        .blockingStub()
        .withDeadlineAfter(2, TimeUnit.SECONDS)
        .pollWorkflowTaskQueue(poll(taskQueue));
  }

  private static PollWorkflowTaskQueueRequest poll(String taskQueue) {
    return PollWorkflowTaskQueueRequest.newBuilder()
        .setNamespace("default")
        .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
        .build();
  }
}
