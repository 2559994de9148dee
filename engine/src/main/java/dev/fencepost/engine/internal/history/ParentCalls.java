// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.RecordChildCompletedRequest;
import dev.fencepost.engine.v1.RecordChildCompletedResponse;

/** What the owners of children tell their parents. */
final class ParentCalls {

  private final Runs runs;

  ParentCalls(Runs runs) {
    this.runs = runs;
  }

  RecordChildCompletedResponse recordChildCompleted(RecordChildCompletedRequest request) {
    runs.change(
        RunReference.of(request.getNamespaceId(), request.getParent()),
        (run, before) ->
            run.childClosed(
                request.getParentInitiatedEventId(),
                request.getChild(),
                request.getCompletionEvent()));
    return RecordChildCompletedResponse.getDefaultInstance();
  }
}
