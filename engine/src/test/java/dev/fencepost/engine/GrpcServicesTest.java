// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.errordetails.v1.NamespaceAlreadyExistsFailure;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.ListNamespacesRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine serves beside workflows. */
@Timeout(60)
final class GrpcServicesTest extends GrpcTest {

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

  @Test
  void sameRequestId_isTheSameStart() {
    StartWorkflowExecutionRequest request =
        start(UUID.randomUUID().toString()).setRequestId(UUID.randomUUID().toString()).build();

    assertThat(workflows.startWorkflowExecution(request).getRunId())
        .isEqualTo(workflows.startWorkflowExecution(request).getRunId());
  }
}
