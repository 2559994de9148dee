// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.ServerFailureInfo;
import io.temporal.api.failure.v1.TimeoutFailureInfo;

/** Failures the engine itself reports. */
final class Failures {

  private static final String SOURCE = "Server";

  private Failures() {}

  static Failure timeout(String message, TimeoutType type) {
    return Failure.newBuilder()
        .setMessage(message)
        .setSource(SOURCE)
        .setTimeoutFailureInfo(TimeoutFailureInfo.newBuilder().setTimeoutType(type))
        .build();
  }

  static Failure server(String message) {
    return Failure.newBuilder()
        .setMessage(message)
        .setSource(SOURCE)
        .setServerFailureInfo(ServerFailureInfo.newBuilder().setNonRetryable(true))
        .build();
  }
}
