// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.ServerFailureInfo;
import io.temporal.api.failure.v1.TimeoutFailureInfo;

/** Failures the engine itself reports. */
final class Failures {

  private static final String SOURCE = "Server";
  private static final int ABRIDGED_BYTES = 4 * 1024;
  private static final int ABRIDGED_MESSAGE = 1024;

  private Failures() {}

  static Failure timeout(String message, TimeoutType type) {
    return Failure.newBuilder()
        .setMessage(message)
        .setSource(SOURCE)
        .setTimeoutFailureInfo(TimeoutFailureInfo.newBuilder().setTimeoutType(type))
        .build();
  }

  /**
   * A failure without what makes it long: its causes, stack traces and details. Its message is cut.
   */
  static Failure abridged(Failure failure) {
    if (failure.getSerializedSize() <= ABRIDGED_BYTES) {
      return failure;
    }
    Failure.Builder abridged =
        failure.toBuilder().clearCause().clearStackTrace().clearEncodedAttributes();
    String message = failure.getMessage();
    if (message.length() > ABRIDGED_MESSAGE) {
      abridged.setMessage(message.substring(0, ABRIDGED_MESSAGE));
    }
    if (failure.hasApplicationFailureInfo()) {
      abridged.getApplicationFailureInfoBuilder().clearDetails();
    }
    if (failure.hasTimeoutFailureInfo()) {
      abridged.getTimeoutFailureInfoBuilder().clearLastHeartbeatDetails();
    }
    if (failure.hasCanceledFailureInfo()) {
      abridged.getCanceledFailureInfoBuilder().clearDetails();
    }
    return abridged.build();
  }

  static Failure server(String message) {
    return Failure.newBuilder()
        .setMessage(message)
        .setSource(SOURCE)
        .setServerFailureInfo(ServerFailureInfo.newBuilder().setNonRetryable(true))
        .build();
  }
}
