// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.errordetails.v1.NamespaceAlreadyExistsFailure;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListNamespacesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class GrpcErrorsTest {

  private static TestEngines engines;
  private static WorkflowServiceStubs stubs;
  private static WorkflowServiceBlockingStub workflows;
  private static OperatorServiceGrpc.OperatorServiceBlockingStub operator;

  @BeforeAll
  static void start() {
    engines = new TestEngines();
    stubs = engines.connect(engines.start());
    workflows = stubs.blockingStub().withDeadlineAfter(60, TimeUnit.SECONDS);
    operator = OperatorServiceGrpc.newBlockingStub(stubs.getRawChannel());
  }

  @AfterAll
  static void stop() {
    engines.close();
  }

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
  void sameRequestId_isTheSameStart() {
    StartWorkflowExecutionRequest request =
        start(UUID.randomUUID().toString()).setRequestId(UUID.randomUUID().toString()).build();

    assertThat(workflows.startWorkflowExecution(request).getRunId())
        .isEqualTo(workflows.startWorkflowExecution(request).getRunId());
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

  @Test
  void namespaces_areRegisteredOnceDescribedChangedAndListed() throws Exception {
    String name = "orders-" + UUID.randomUUID();
    RegisterNamespaceRequest register =
        RegisterNamespaceRequest.newBuilder()
            .setNamespace(name)
            .setDescription("the orders")
            .setWorkflowExecutionRetentionPeriod(Durations.fromDays(2))
            .putData("team", "sales")
            .build();
    workflows.registerNamespace(register);

    StatusRuntimeException taken = refusalOf(() -> workflows.registerNamespace(register));
    assertThat(taken.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(detail(taken).is(NamespaceAlreadyExistsFailure.class)).isTrue();

    UpdateNamespaceRequest.Builder update = UpdateNamespaceRequest.newBuilder().setNamespace(name);
    update.getUpdateInfoBuilder().setOwnerEmail("owner@example.com").putData("tier", "1");
    update.getConfigBuilder().setWorkflowExecutionRetentionTtl(Durations.fromDays(5));
    workflows.updateNamespace(update.build());

    DescribeNamespaceResponse described =
        workflows.describeNamespace(
            DescribeNamespaceRequest.newBuilder().setNamespace(name).build());
    assertThat(described.getNamespaceInfo().getDescription()).isEqualTo("the orders");
    assertThat(described.getNamespaceInfo().getOwnerEmail()).isEqualTo("owner@example.com");
    assertThat(described.getNamespaceInfo().getDataMap())
        .containsEntry("team", "sales")
        .containsEntry("tier", "1");
    assertThat(described.getConfig().getWorkflowExecutionRetentionTtl())
        .isEqualTo(Durations.fromDays(5));
    assertThat(
            workflows
                .listNamespaces(ListNamespacesRequest.getDefaultInstance())
                .getNamespacesList())
        .extracting(listed -> listed.getNamespaceInfo().getName())
        .contains("default", name);
  }

  @Test
  void searchAttributes_areAddedAndListed() {
    AddSearchAttributesRequest add =
        AddSearchAttributesRequest.newBuilder()
            .setNamespace("default")
            .putSearchAttributes("Customer", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .build();
    operator.addSearchAttributes(add);
    operator.addSearchAttributes(add);

    assertThat(
            operator
                .listSearchAttributes(
                    ListSearchAttributesRequest.newBuilder().setNamespace("default").build())
                .getCustomAttributesMap())
        .containsEntry("Customer", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    assertRefused(
        () ->
            operator.addSearchAttributes(
                add.toBuilder()
                    .putSearchAttributes("Customer", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                    .build()),
        Code.ALREADY_EXISTS,
        "search attribute Customer exists with another type: INDEXED_VALUE_TYPE_KEYWORD");
    assertRefused(
        () ->
            operator.addSearchAttributes(
                AddSearchAttributesRequest.newBuilder()
                    .setNamespace("default")
                    .putSearchAttributes("RunId", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                    .build()),
        Code.INVALID_ARGUMENT,
        "search attribute RunId is reserved");
  }

  @Test
  void longPoll_answersEmptyBeforeItsClientGivesUp() {
    PollWorkflowTaskQueueResponse polled =
        workflows
            .withDeadlineAfter(2, TimeUnit.SECONDS)
            .pollWorkflowTaskQueue(
                PollWorkflowTaskQueueRequest.newBuilder()
                    .setNamespace("default")
                    .setTaskQueue(TaskQueue.newBuilder().setName("idle"))
                    .build());

    assertThat(polled.getTaskToken().isEmpty()).isTrue();
  }

  @Test
  void health_isServing() {
    for (String service : new String[] {"", "temporal.api.workflowservice.v1.WorkflowService"}) {
      assertThat(
              HealthGrpc.newBlockingStub(stubs.getRawChannel())
                  .check(HealthCheckRequest.newBuilder().setService(service).build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  private static void describe(String workflowId, String runId) {
    workflows.describeWorkflowExecution(
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace("default")
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
            .build());
  }

  private static StartWorkflowExecutionRequest.Builder start(String workflowId) {
    return StartWorkflowExecutionRequest.newBuilder()
        .setNamespace("default")
        .setWorkflowId(workflowId)
        .setWorkflowType(WorkflowType.newBuilder().setName("T"))
        .setTaskQueue(TaskQueue.newBuilder().setName("nobody-polls"));
  }

  private static com.google.protobuf.Any detail(StatusRuntimeException refused) {
    com.google.rpc.Status status = StatusProto.fromThrowable(refused);
    assertThat(status).isNotNull();
    assertThat(status.getDetailsList()).hasSize(1);
    return status.getDetails(0);
  }

  private static void assertRefused(Executable call, Code code, String message) {
    StatusRuntimeException refused = refusalOf(call);
    Metadata trailers = refused.getTrailers();
    assertThat(refused.getStatus().getDescription()).as("trailers %s", trailers).isEqualTo(message);
    assertThat(refused.getStatus().getCode()).isEqualTo(code);
  }

  private static StatusRuntimeException refusalOf(Executable call) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, call::execute);
    assertThat(refused).as("the call is refused").isNotNull();
    return refused;
  }
}
