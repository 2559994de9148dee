// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of one request and one answer; its function runs on the thread that brings the request.
 */
final class UnaryCall<Q extends Message, A extends Message>
    extends ServerCall.Listener<Incoming<Q>> {

  private final ServerCall<Incoming<Q>, A> call;
  private final Function<Q, A> handler;
  private final CallObserver observer;
  private final long startedAt = System.nanoTime();
  private @Nullable Incoming<Q> incoming;

  private UnaryCall(
      ServerCall<Incoming<Q>, A> call, Function<Q, A> handler, CallObserver observer) {
    this.call = call;
    this.handler = handler;
    this.observer = observer;
  }

  static <Q extends Message, A extends Message> ServerCall.Listener<Incoming<Q>> start(
      ServerCall<Incoming<Q>, A> call, Function<Q, A> handler, CallObserver observer) {
    // one for the request, one to see that no second follows
    call.request(2);
    return new UnaryCall<>(call, handler, observer);
  }

  @Override
  public void onMessage(Incoming<Q> message) {
    incoming =
        incoming == null
            ? message
            : new Incoming.Refused<>(
                Status.INVALID_ARGUMENT.withDescription("one request is expected, not several"));
  }

  @Override
  public void onHalfClose() {
    switch (incoming) {
      case null -> close(Status.INVALID_ARGUMENT.withDescription("the request is missing"));
      case Incoming.Refused<Q> refused -> close(refused.status());
      case Incoming.Request<Q> request -> serve(request.message());
    }
  }

  private void serve(Q request) {
    A answer;
    try {
      answer = handler.apply(request);
    } catch (RuntimeException | Error failure) {
      StatusRuntimeException error = ErrorMapping.toStatus(call.getMethodDescriptor(), failure);
      Metadata trailers = new Metadata();
      Metadata details = error.getTrailers();
      if (details != null) {
        trailers.merge(details);
      }
      if (ErrorMapping.nothingDone(failure)) {
        PeerAnswers.markNothingDone(trailers);
      }
      close(error.getStatus(), trailers);
      return;
    }
    call.sendHeaders(new Metadata());
    call.sendMessage(answer);
    close(Status.OK);
  }

  private void close(Status status) {
    close(status, new Metadata());
  }

  private void close(Status status, Metadata trailers) {
    call.close(status, trailers);
    observer.ended(
        call.getMethodDescriptor(),
        status.getCode(),
        Duration.ofNanos(System.nanoTime() - startedAt));
  }
}
