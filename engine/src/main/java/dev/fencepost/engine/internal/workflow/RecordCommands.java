// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.command.v1.ModifyWorkflowPropertiesCommandAttributes;
import io.temporal.api.command.v1.RecordMarkerCommandAttributes;
import io.temporal.api.command.v1.UpsertWorkflowSearchAttributesCommandAttributes;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.api.history.v1.UpsertWorkflowSearchAttributesEventAttributes;
import io.temporal.api.history.v1.WorkflowPropertiesModifiedEventAttributes;
import java.util.Map;

/** Commands that write down something about the run: markers, search attributes, memo. */
final class RecordCommands {

  private static final WorkflowTaskFailedCause BAD_MARKER =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_RECORD_MARKER_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_SEARCH_ATTRIBUTES =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SEARCH_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_PROPERTIES =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_MODIFY_WORKFLOW_PROPERTIES_ATTRIBUTES;

  private final CommandScope scope;
  private final Draft draft;

  RecordCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
  }

  void marker(RecordMarkerCommandAttributes command) {
    scope.requireText(BAD_MARKER, "MarkerName", command.getMarkerName());
    scope.requireSize(BAD_MARKER, "Details", command.getSerializedSize());
    MarkerRecordedEventAttributes.Builder attributes =
        MarkerRecordedEventAttributes.newBuilder()
            .setMarkerName(command.getMarkerName())
            .putAllDetails(command.getDetailsMap())
            .setWorkflowTaskCompletedEventId(scope.completedEventId());
    if (command.hasHeader()) {
      attributes.setHeader(command.getHeader());
    }
    if (command.hasFailure()) {
      attributes.setFailure(command.getFailure());
    }
    draft.write(
        scope
            .event(EventType.EVENT_TYPE_MARKER_RECORDED)
            .setMarkerRecordedEventAttributes(attributes));
  }

  void upsertSearchAttributes(UpsertWorkflowSearchAttributesCommandAttributes command) {
    SearchAttributes changes = command.getSearchAttributes();
    if (changes.getIndexedFieldsCount() == 0) {
      throw CommandFailure.of(BAD_SEARCH_ATTRIBUTES, "SearchAttributes are not set on command.");
    }
    draft
        .context()
        .searchAttributes()
        .problemOf(changes)
        .ifPresent(
            problem -> {
              throw CommandFailure.of(BAD_SEARCH_ATTRIBUTES, problem);
            });
    scope.requireSize(BAD_SEARCH_ATTRIBUTES, "SearchAttributes", changes.getSerializedSize());
    draft.write(
        scope
            .event(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
            .setUpsertWorkflowSearchAttributesEventAttributes(
                UpsertWorkflowSearchAttributesEventAttributes.newBuilder()
                    .setSearchAttributes(changes)
                    .setWorkflowTaskCompletedEventId(scope.completedEventId())));
    SearchAttributes.Builder merged = draft.state().getSearchAttributes().toBuilder();
    for (Map.Entry<String, Payload> change : changes.getIndexedFieldsMap().entrySet()) {
      if (isNothing(change.getValue())) {
        merged.removeIndexedFields(change.getKey());
      } else {
        merged.putIndexedFields(change.getKey(), change.getValue());
      }
    }
    draft.state().setSearchAttributes(merged);
    draft.visibility(VisibilityTask.Kind.KIND_UPSERT);
  }

  void modifyProperties(ModifyWorkflowPropertiesCommandAttributes command) {
    Memo changes = command.getUpsertedMemo();
    if (changes.getFieldsCount() == 0) {
      throw CommandFailure.of(BAD_PROPERTIES, "UpsertedMemo is not set on command.");
    }
    Memo.Builder merged = draft.state().getMemo().toBuilder();
    for (Map.Entry<String, Payload> change : changes.getFieldsMap().entrySet()) {
      if (isNothing(change.getValue())) {
        merged.removeFields(change.getKey());
      } else {
        merged.putFields(change.getKey(), change.getValue());
      }
    }
    requireMemoSize(merged.build());
    draft.write(
        scope
            .event(EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED)
            .setWorkflowPropertiesModifiedEventAttributes(
                WorkflowPropertiesModifiedEventAttributes.newBuilder()
                    .setUpsertedMemo(changes)
                    .setWorkflowTaskCompletedEventId(scope.completedEventId())));
    draft.state().setMemo(merged);
    draft.visibility(VisibilityTask.Kind.KIND_UPSERT);
  }

  private void requireMemoSize(Memo memo) {
    int limit = draft.context().limits().memoBytes();
    if (memo.getSerializedSize() > limit) {
      throw CommandFailure.terminating(
          BAD_PROPERTIES,
          "Memo has " + memo.getSerializedSize() + " bytes, more than the limit of " + limit + ".");
    }
  }

  /** Whether a value stands for its own removal. */
  private static boolean isNothing(Payload value) {
    String data = value.getData().toStringUtf8();
    return data.isEmpty() || data.equals("null") || data.equals("[]");
  }
}
