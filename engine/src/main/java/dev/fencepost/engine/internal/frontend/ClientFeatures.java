// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Arrays;

/** What the client of a call says that it understands. */
final class ClientFeatures implements ServerInterceptor {

  private static final String FOLLOWS_NEXT_RUN_ID = "follows-next-run-id";
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("supported-features", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> FEATURES = Context.keyWithDefault("features", "");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String features = headers.get(HEADER);
    if (features == null) {
      return next.startCall(call, headers);
    }
    return Contexts.interceptCall(
        Context.current().withValue(FEATURES, features), call, headers, next);
  }

  /** Whether the client goes on to the next run when a close event names one. */
  static boolean followsNextRun() {
    return Arrays.asList(FEATURES.get().split(",", -1)).contains(FOLLOWS_NEXT_RUN_ID);
  }
}
