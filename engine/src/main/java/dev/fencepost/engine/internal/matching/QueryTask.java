// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.QueryTaskToken;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import java.util.concurrent.CompletableFuture;

/**
 * A query for a worker, with whoever asked waiting for the answer.
 *
 * @param taken completes when a poller has got the query
 */
record QueryTask(
    QueryTaskToken token,
    PollWorkflowTaskQueueResponse template,
    CompletableFuture<Void> taken,
    CompletableFuture<RespondQueryTaskCompletedRequest> answer)
    implements Match {

  static QueryTask of(QueryTaskToken token, PollWorkflowTaskQueueResponse template) {
    return new QueryTask(token, template, new CompletableFuture<>(), new CompletableFuture<>());
  }

  PollWorkflowTaskQueueResponse pollResponse() {
    return template.toBuilder().setTaskToken(token.toByteString()).build();
  }

  void fail(RuntimeException failure) {
    taken.completeExceptionally(failure);
    answer.completeExceptionally(failure);
  }
}
