// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.fencepost.spi.visibility.VisibilityRecord;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Instant;

/** Visibility records as clients read them. */
final class WorkflowInfos {

  private WorkflowInfos() {}

  static WorkflowExecutionInfo of(VisibilityRecord entry) {
    WorkflowExecutionInfo.Builder info =
        WorkflowExecutionInfo.newBuilder()
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(entry.key().workflowId())
                    .setRunId(entry.key().runId().toString()))
            .setType(WorkflowType.newBuilder().setName(entry.workflowType()))
            .setTaskQueue(entry.taskQueue())
            .setStatus(WorkflowExecutionStatus.forNumber(entry.status().code()))
            .setStartTime(timestamp(entry.startTime()))
            .setExecutionTime(timestamp(entry.executionTime()))
            .setMemo(memo(entry))
            .setSearchAttributes(searchAttributes(entry));
    entry
        .closed()
        .ifPresent(
            closed ->
                info.setCloseTime(timestamp(closed.closeTime()))
                    .setHistoryLength(closed.historyLength())
                    .setHistorySizeBytes(closed.historyBytes())
                    .setExecutionDuration(
                        Timestamps.between(
                            timestamp(entry.executionTime()), timestamp(closed.closeTime()))));
    return info.build();
  }

  private static Memo memo(VisibilityRecord entry) {
    try {
      return Memo.parseFrom(entry.memo().data());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("the memo of " + entry.key() + " can't be read", unreadable);
    }
  }

  private static SearchAttributes searchAttributes(VisibilityRecord entry) {
    SearchAttributes.Builder attributes = SearchAttributes.newBuilder();
    entry
        .searchAttributes()
        .forEach(
            (name, value) -> attributes.putIndexedFields(name, SearchAttributePayloads.of(value)));
    return attributes.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
