// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;

/** One engine for a class of tests, its services, and how they refuse. */
abstract class GrpcTest {

  static TestEngines engines;
  static WorkflowServiceStubs stubs;
  static WorkflowServiceBlockingStub workflows;
  static OperatorServiceGrpc.OperatorServiceBlockingStub operator;

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

  static StartWorkflowExecutionRequest.Builder start(String workflowId) {
    return StartWorkflowExecutionRequest.newBuilder()
        .setNamespace("default")
        .setWorkflowId(workflowId)
        .setWorkflowType(WorkflowType.newBuilder().setName("T"))
        .setTaskQueue(TaskQueue.newBuilder().setName("nobody-polls"));
  }

  static com.google.protobuf.Any detail(StatusRuntimeException refused) {
    com.google.rpc.Status status = StatusProto.fromThrowable(refused);
    assertThat(status).isNotNull();
    assertThat(status.getDetailsList()).hasSize(1);
    return status.getDetails(0);
  }

  static void assertRefused(Executable call, Code code, String message) {
    StatusRuntimeException refused = refusalOf(call);
    Metadata trailers = refused.getTrailers();
    assertThat(refused.getStatus().getDescription()).as("trailers %s", trailers).isEqualTo(message);
    assertThat(refused.getStatus().getCode()).isEqualTo(code);
  }

  static StatusRuntimeException refusalOf(Executable call) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, call::execute);
    assertThat(refused).as("the call is refused").isNotNull();
    return refused;
  }
}
