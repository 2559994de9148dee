// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.UUID;

/** Ids that are the same in every run of a test. */
final class Ids {

  private long lastTaskId;
  private long lastUuid;

  long nextTaskId() {
    lastTaskId++;
    return lastTaskId;
  }

  UUID nextUuid() {
    lastUuid++;
    return new UUID(0, lastUuid);
  }

  StartRequest start(StartWorkflowExecutionRequest request) {
    return StartRequest.of(nextUuid(), request);
  }
}
