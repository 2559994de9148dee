// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class GrpcErrorsTest extends GrpcTest {

  static Stream<Arguments> badStarts() {
    return Stream.of(
        Arguments.of(start("a").setNamespace(""), "namespace is missing"),
        Arguments.of(start(""), "workflow_id is missing"),
        Arguments.of(start("x".repeat(1_001)), "workflow_id has at most 1000 characters, not 1001"),
        Arguments.of(start("a\0b"), "workflow_id contains a zero character"),
        Arguments.of(start("a").clearWorkflowType(), "workflow_type.name is missing"),
        Arguments.of(start("a").clearTaskQueue(), "task_queue.name is missing"),
        Arguments.of(
            start("a").setWorkflowRunTimeout(Durations.fromSeconds(-1)),
            "workflow_run_timeout must not be negative, but is -1s"),
        Arguments.of(
            start("a").setRetryPolicy(RetryPolicy.newBuilder().setBackoffCoefficient(0.5)),
            "retry_policy.backoff_coefficient must be at least 1, but is 0.5"),
        Arguments.of(
            start("a").setRetryPolicy(RetryPolicy.newBuilder().setMaximumAttempts(-1)),
            "retry_policy.maximum_attempts must not be negative, but is -1"),
        Arguments.of(
            start("a")
                .setRetryPolicy(
                    RetryPolicy.newBuilder()
                        .setInitialInterval(Durations.fromSeconds(2))
                        .setMaximumInterval(Durations.fromSeconds(1))),
            "retry_policy.maximum_interval must not be shorter than"
                + " retry_policy.initial_interval"),
        Arguments.of(
            start("a").setCronSchedule("* * *").setWorkflowStartDelay(Durations.fromSeconds(1)),
            "cron_schedule and workflow_start_delay can't be used together"));
  }

  @ParameterizedTest
  @MethodSource("badStarts")
  void badStart_isInvalidArgumentThatNamesTheField(
      StartWorkflowExecutionRequest.Builder request, String message) {
    assertRefused(
        () -> workflows.startWorkflowExecution(request.build()), Code.INVALID_ARGUMENT, message);
  }

  @Test
  void badCron_isInvalidArgument() {
    StatusRuntimeException refused =
        refusalOf(
            () ->
                workflows.startWorkflowExecution(
                    start("cron").setCronSchedule("every day").build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).startsWith("Invalid CronSchedule");
  }

  @Test
  void unknownSearchAttribute_isInvalidArgument() {
    StartWorkflowExecutionRequest.Builder request = start("attributes");
    request
        .getSearchAttributesBuilder()
        .putIndexedFields(
            "Nothing", Payload.newBuilder().setData(ByteString.copyFromUtf8("1")).build());

    assertRefused(
        () -> workflows.startWorkflowExecution(request.build()),
        Code.INVALID_ARGUMENT,
        "Namespace default has no mapping defined for search attribute Nothing");
  }

  @Test
  void unknownNamespace_isNotFoundWithTemporalsDetail() throws Exception {
    StatusRuntimeException refused =
        refusalOf(
            () -> workflows.startWorkflowExecution(start("a").setNamespace("nowhere").build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(detail(refused).unpack(NamespaceNotFoundFailure.class).getNamespace())
        .isEqualTo("nowhere");
  }

  @Test
  void secondStart_isAlreadyExistsWithTheRunInTheWay() throws Exception {
    String workflowId = UUID.randomUUID().toString();
    String runId = workflows.startWorkflowExecution(start(workflowId).build()).getRunId();

    StatusRuntimeException refused =
        refusalOf(() -> workflows.startWorkflowExecution(start(workflowId).build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(detail(refused).unpack(WorkflowExecutionAlreadyStartedFailure.class).getRunId())
        .isEqualTo(runId);
  }

  @Test
  void unknownWorkflow_isNotFound() {
    StatusRuntimeException refused = refusalOf(() -> describe("missing", ""));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void badRunId_isInvalidArgument() {
    assertRefused(
        () -> describe("a", "latest"),
        Code.INVALID_ARGUMENT,
        "execution.run_id must be a UUID, not 'latest'");
  }

  @Test
  void badTaskToken_isInvalidArgument() {
    assertRefused(
        () ->
            workflows.respondWorkflowTaskCompleted(
                RespondWorkflowTaskCompletedRequest.newBuilder()
                    .setNamespace("default")
                    .setTaskToken(ByteString.copyFromUtf8("garbage"))
                    .build()),
        Code.INVALID_ARGUMENT,
        "task_token is not one this server handed out");
    assertRefused(
        () ->
            workflows.respondActivityTaskCompleted(
                RespondActivityTaskCompletedRequest.newBuilder().setNamespace("default").build()),
        Code.INVALID_ARGUMENT,
        "task_token is missing");
  }

  @Test
  void badQueryOrPageToken_isInvalidArgument() {
    assertRefused(
        () ->
            workflows.countWorkflowExecutions(
                CountWorkflowExecutionsRequest.newBuilder()
                    .setNamespace("default")
                    .setQuery("Status = 'x'")
                    .build()),
        Code.INVALID_ARGUMENT,
        "invalid query at position 1: Status is not supported here; supported are conditions joined"
            + " by AND: WorkflowId =, RunId =, WorkflowType =, ExecutionStatus =, != or IN (...),"
            + " StartTime and CloseTime with =, <, <=, >, >= or BETWEEN ... AND ...,"
            + " CloseTime IS NULL or IS NOT NULL");
    assertRefused(
        () ->
            workflows.listWorkflowExecutions(
                ListWorkflowExecutionsRequest.newBuilder()
                    .setNamespace("default")
                    .setNextPageToken(ByteString.copyFromUtf8("garbage"))
                    .build()),
        Code.INVALID_ARGUMENT,
        "next_page_token is not one this server gave for this list");
    assertRefused(
        () ->
            workflows.listWorkflowExecutions(
                ListWorkflowExecutionsRequest.newBuilder()
                    .setNamespace("default")
                    .setPageSize(-1)
                    .build()),
        Code.INVALID_ARGUMENT,
        "page_size must not be negative, but is -1");
  }

  @Test
  void methodThatIsNotServed_isUnimplementedByName() {
    assertRefused(
        () -> workflows.listSchedules(ListSchedulesRequest.getDefaultInstance()),
        Code.UNIMPLEMENTED,
        "fencepost does not serve ListSchedules yet");
  }

  @Test
  void tooLargeRequest_isResourceExhaustedInTheWordsClientsKnow() {
    for (int bytes : new int[] {5_000_000, 40_000_000}) {
      StartWorkflowExecutionRequest request =
          start("large")
              .setInput(
                  Payloads.newBuilder()
                      .addPayloads(
                          Payload.newBuilder().setData(ByteString.copyFrom(new byte[bytes]))))
              .build();

      assertRefused(
          () -> workflows.startWorkflowExecution(request),
          Code.RESOURCE_EXHAUSTED,
          "grpc: received message larger than max ("
              + request.getSerializedSize()
              + " vs. 4194304)");
    }
  }

  @Test
  void tooLargeRequestCompressed_isResourceExhaustedToo() {
    StartWorkflowExecutionRequest request =
        start("large")
            .setInput(
                Payloads.newBuilder()
                    .addPayloads(
                        Payload.newBuilder().setData(ByteString.copyFrom(new byte[5_000_000]))))
            .build();

    assertRefused(
        () -> workflows.withCompression("gzip").startWorkflowExecution(request),
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (" + request.getSerializedSize() + " vs. 4194304)");
  }

  private static void describe(String workflowId, String runId) {
    workflows.describeWorkflowExecution(
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace("default")
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
            .build());
  }
}
