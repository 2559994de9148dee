// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests of clients. */
final class Requests {

  static final Instant START_TIME = Instant.parse("2026-03-01T12:00:00Z");
  static final NamespaceSettings NAMESPACE =
      new NamespaceSettings("namespace-id", "default", Duration.ofDays(3));
  static final String WORKFLOW_ID = "order-1";

  private Requests() {}

  static StartWorkflowExecutionRequest.Builder start() {
    return StartWorkflowExecutionRequest.newBuilder()
        .setWorkflowId(WORKFLOW_ID)
        .setWorkflowType(WorkflowType.newBuilder().setName("Order"))
        .setTaskQueue(TaskQueue.newBuilder().setName("orders"))
        .setInput(payloads("input"))
        .setIdentity("client")
        .setRequestId("start-request");
  }

  static SignalRequest signal(String name, String requestId) {
    return new SignalRequest(
        name,
        payloads(name),
        Header.getDefaultInstance(),
        "client",
        requestId,
        List.of(),
        Optional.empty());
  }

  static CancelRequest cancel(String requestId) {
    return new CancelRequest("why not", "client", requestId, List.of(), Optional.empty());
  }

  static TerminateRequest terminate() {
    return new TerminateRequest("enough", payloads("details"), "client", List.of());
  }

  static Payload payload(String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .setData(ByteString.copyFromUtf8("\"" + text + "\""))
        .build();
  }

  static Payloads payloads(String text) {
    return Payloads.newBuilder().addPayloads(payload(text)).build();
  }

  static Failure failure(String type) {
    return Failure.newBuilder()
        .setMessage("it failed")
        .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder().setType(type))
        .build();
  }
}
