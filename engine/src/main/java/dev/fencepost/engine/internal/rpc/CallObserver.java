// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;

/** Hears of every call this process has served. */
@FunctionalInterface
public interface CallObserver {

  /** Hears of nothing. */
  CallObserver NONE = (method, code, duration) -> {};

  /** A call has ended. */
  void ended(MethodDescriptor<?, ?> method, Status.Code code, Duration duration);
}
