// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.v1.RecordActivityTaskStartedRequest;
import dev.fencepost.engine.v1.RecordActivityTaskStartedResponse;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedRequest;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedResponse;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of the history that matching talks to: remembers who started what, and fails when told
 * to. Tasks are named by their workflow id; the one at {@code gone} is wanted by nobody.
 */
final class HistoryStandIn implements OnlyStartsTasks {

  static final String GONE = "gone";

  private final Map<String, String> startedBy = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> starts = new ConcurrentHashMap<>();
  private final Set<String> answersLost = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedDeque<Failure> failures = new ConcurrentLinkedDeque<>();

  /** How the next call fails. */
  enum Failure {
    SURELY_NOT_DONE,
    DONE_BUT_NOT_ANSWERED
  }

  void failNext(Failure failure) {
    failures.addLast(failure);
  }

  Set<String> started() {
    return Set.copyOf(startedBy.keySet());
  }

  /** The tasks of which at least one caller does not know that they started. */
  Set<String> answersLost() {
    return Set.copyOf(answersLost);
  }

  int calls(String workflowId) {
    AtomicInteger calls = starts.get(workflowId);
    return calls == null ? 0 : calls.get();
  }

  private void start(String workflowId, String requestId) {
    starts.computeIfAbsent(workflowId, id -> new AtomicInteger()).incrementAndGet();
    Failure failure = failures.pollFirst();
    if (failure == Failure.SURELY_NOT_DONE) {
      throw Status.UNAVAILABLE.withDescription("shard moved").asRuntimeException();
    }
    if (workflowId.equals(GONE)) {
      throw Status.NOT_FOUND.asRuntimeException();
    }
    String winner = startedBy.putIfAbsent(workflowId, requestId);
    if (winner != null && !winner.equals(requestId)) {
      throw Status.ALREADY_EXISTS.asRuntimeException();
    }
    if (failure == Failure.DONE_BUT_NOT_ANSWERED) {
      answersLost.add(workflowId);
      throw Status.DEADLINE_EXCEEDED.asRuntimeException();
    }
  }

  @Override
  public RecordWorkflowTaskStartedResponse recordWorkflowTaskStarted(
      RecordWorkflowTaskStartedRequest request) {
    start(request.getExecution().getWorkflowId(), request.getRequestId());
    return RecordWorkflowTaskStartedResponse.newBuilder()
        .setResponse(
            PollWorkflowTaskQueueResponse.newBuilder()
                .setTaskToken(ByteString.copyFromUtf8(request.getRequestId()))
                .setWorkflowExecution(request.getExecution())
                .setAttempt(request.getAttempt()))
        .build();
  }

  @Override
  public RecordActivityTaskStartedResponse recordActivityTaskStarted(
      RecordActivityTaskStartedRequest request) {
    start(request.getExecution().getWorkflowId(), request.getRequestId());
    return RecordActivityTaskStartedResponse.newBuilder()
        .setResponse(
            PollActivityTaskQueueResponse.newBuilder()
                .setTaskToken(ByteString.copyFromUtf8(request.getRequestId()))
                .setWorkflowExecution(request.getExecution())
                .setAttempt(request.getAttempt()))
        .build();
  }
}
