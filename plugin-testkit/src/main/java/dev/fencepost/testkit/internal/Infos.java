// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.internal;

import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import java.time.Instant;

/** What runs store, for tests. The mutable state is a text, so that failures can be read. */
public final class Infos {

  /** The failover version of all sample runs that do not say otherwise. */
  public static final long VERSION = 100;

  private static final Instant START = Instant.parse("2024-02-29T12:34:56.123456Z");

  private Infos() {}

  public static ExecutionInfo running(String mutableState) {
    return running(mutableState, 4);
  }

  public static ExecutionInfo running(String mutableState, long nextEventId) {
    return info(
        ExecutionState.RUNNING, ExecutionStatus.RUNNING, VERSION, nextEventId, mutableState);
  }

  public static ExecutionInfo closed(String mutableState) {
    return info(ExecutionState.COMPLETED, ExecutionStatus.COMPLETED, VERSION, 9, mutableState);
  }

  public static ExecutionInfo zombie(String mutableState) {
    return info(ExecutionState.ZOMBIE, ExecutionStatus.RUNNING, VERSION, 4, mutableState);
  }

  public static ExecutionInfo info(
      ExecutionState state,
      ExecutionStatus status,
      long lastWriteVersion,
      long nextEventId,
      String mutableState) {
    return new ExecutionInfo(
        "request of " + mutableState,
        state,
        status,
        START,
        lastWriteVersion,
        nextEventId,
        Samples.blob(mutableState));
  }
}
