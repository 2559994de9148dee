// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.ActivityReference;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.WorkflowTaskToken;

/** The workflow ids in the tokens that workers hand back. */
final class TaskTokens {

  private TaskTokens() {}

  static String workflowIdOfWorkflowTask(ByteString token) {
    try {
      return named(WorkflowTaskToken.parseFrom(token).getWorkflowId());
    } catch (InvalidProtocolBufferException garbled) {
      throw invalid();
    }
  }

  static String workflowIdOf(ActivityReference activity) {
    return switch (activity.getReferenceCase()) {
      case TASK_TOKEN -> workflowIdOfActivityTask(activity.getTaskToken());
      case BY_ID -> activity.getById().getExecution().getWorkflowId();
      case REFERENCE_NOT_SET -> throw invalid();
    };
  }

  private static String workflowIdOfActivityTask(ByteString token) {
    try {
      return named(ActivityTaskToken.parseFrom(token).getWorkflowId());
    } catch (InvalidProtocolBufferException garbled) {
      throw invalid();
    }
  }

  private static String named(String workflowId) {
    if (workflowId.isEmpty()) {
      throw invalid();
    }
    return workflowId;
  }

  private static RuntimeException invalid() {
    return ServiceErrors.invalidArgument("task_token is not one this server handed out");
  }
}
