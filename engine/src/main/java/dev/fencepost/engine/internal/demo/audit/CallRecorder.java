// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sits between the SDK and the engine: counts calls that fail, and remembers what was acknowledged.
 * It changes nothing. Safe for use by many threads.
 */
public final class CallRecorder implements ClientInterceptor {

  private final Acknowledgements acknowledgements;
  private final Map<Status.Code, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder calls = new LongAdder();

  /** A recorder that reports acknowledged completions. */
  public CallRecorder(Acknowledgements acknowledgements) {
    this.acknowledgements = acknowledgements;
  }

  /** How many calls were made. */
  public long calls() {
    return calls.sum();
  }

  /** How many calls failed because the engine was not there, by status. */
  public Map<Status.Code, Long> failures() {
    Map<Status.Code, Long> counted = new TreeMap<>();
    failures.forEach((code, count) -> counted.put(code, count.sum()));
    return counted;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    calls.increment();
    AtomicReference<Q> request = new AtomicReference<>();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(new Recording<>(listener, request), headers);
      }

      @Override
      public void sendMessage(Q message) {
        request.set(message);
        super.sendMessage(message);
      }
    };
  }

  private void recordMessage(Object message) {
    switch (message) {
      case PollActivityTaskQueueResponse task -> acknowledgements.recordHandedOut(task);
      case RespondWorkflowTaskCompletedResponse response ->
          response.getActivityTasksList().forEach(acknowledgements::recordHandedOut);
      default -> {}
    }
  }

  private void recordEnd(Status status, Object request) {
    switch (status.getCode()) {
      case OK -> {
        if (request instanceof RespondActivityTaskCompletedRequest completion) {
          acknowledgements.recordCompletion(completion.getTaskToken());
        }
      }
      case UNAVAILABLE, UNKNOWN, INTERNAL, ABORTED, DATA_LOSS, RESOURCE_EXHAUSTED ->
          failures.computeIfAbsent(status.getCode(), code -> new LongAdder()).increment();
      default -> {}
    }
  }

  private final class Recording<Q, R> extends SimpleForwardingClientCallListener<R> {

    private final AtomicReference<Q> request;

    Recording(ClientCall.Listener<R> listener, AtomicReference<Q> request) {
      super(listener);
      this.request = request;
    }

    @Override
    public void onMessage(R message) {
      recordMessage(message);
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      recordEnd(status, request.get());
      super.onClose(status, trailers);
    }
  }
}
