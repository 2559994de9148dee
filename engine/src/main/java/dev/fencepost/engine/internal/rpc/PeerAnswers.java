// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Tells an UNAVAILABLE that a callee answered, which says that it did nothing, from one that stands
 * for a connection that broke, after which nobody knows.
 */
public final class PeerAnswers {

  private static final Metadata.Key<String> NOTHING_DONE =
      Metadata.Key.of("fencepost-nothing-done", Metadata.ASCII_STRING_MARSHALLER);

  private PeerAnswers() {}

  /** Marks the trailers of an answer: the callee did nothing. */
  static void markNothingDone(Metadata trailers) {
    trailers.put(NOTHING_DONE, "1");
  }

  /** Whether the error of a call to a peer proves that the peer did nothing. */
  public static boolean provesNothingDone(StatusRuntimeException error) {
    if (error.getStatus().getCode() != Status.Code.UNAVAILABLE) {
      return false;
    }
    Metadata trailers = error.getTrailers();
    return (trailers != null && trailers.containsKey(NOTHING_DONE))
        || wasRefused(error.getStatus().getCause());
  }

  private static boolean wasRefused(@Nullable Throwable cause) {
    for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
      if (reason instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }
}
