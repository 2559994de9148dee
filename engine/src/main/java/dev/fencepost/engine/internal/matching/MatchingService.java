// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.AddActivityTaskRequest;
import dev.fencepost.engine.v1.AddTaskResponse;
import dev.fencepost.engine.v1.AddWorkflowTaskRequest;
import dev.fencepost.engine.v1.CancelPollsRequest;
import dev.fencepost.engine.v1.CancelPollsResponse;
import dev.fencepost.engine.v1.CompleteQueryRequest;
import dev.fencepost.engine.v1.CompleteQueryResponse;
import dev.fencepost.engine.v1.DispatchQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryResponse;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskResponse;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskResponse;

/**
 * The owner of a task queue as the rest of the process sees it: the local one, or a peer's behind
 * the same methods.
 *
 * <p>Every method may throw {@link io.grpc.StatusRuntimeException}. UNAVAILABLE means that the
 * callee surely did nothing.
 */
public interface MatchingService {

  /** See {@code MatchingService.AddWorkflowTask}. */
  AddTaskResponse addWorkflowTask(AddWorkflowTaskRequest request);

  /** See {@code MatchingService.AddActivityTask}. */
  AddTaskResponse addActivityTask(AddActivityTaskRequest request);

  /** See {@code MatchingService.PollWorkflowTaskQueue}. */
  PollWorkflowTaskResponse pollWorkflowTaskQueue(PollWorkflowTaskRequest request);

  /** See {@code MatchingService.PollActivityTaskQueue}. */
  PollActivityTaskResponse pollActivityTaskQueue(PollActivityTaskRequest request);

  /** See {@code MatchingService.DispatchQuery}. */
  DispatchQueryResponse dispatchQuery(DispatchQueryRequest request);

  /** See {@code MatchingService.RespondQueryTaskCompleted}. */
  CompleteQueryResponse respondQueryTaskCompleted(CompleteQueryRequest request);

  /** See {@code MatchingService.CancelPolls}. */
  CancelPollsResponse cancelPolls(CancelPollsRequest request);
}
