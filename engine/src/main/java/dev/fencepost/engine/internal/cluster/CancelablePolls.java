// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.engine.internal.matching.MatchingService;
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
import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import java.util.function.Supplier;

/**
 * The local task queues, whose polls end when their caller is gone: a task handed to nobody would
 * wait for its timeout. The caller is the worker or, where a peer forwarded the poll, the peer.
 */
public final class CancelablePolls implements MatchingService {

  private final MatchingService local;

  /** Wraps the local task queues. */
  public CancelablePolls(MatchingService local) {
    this.local = local;
  }

  @Override
  public PollWorkflowTaskResponse pollWorkflowTaskQueue(PollWorkflowTaskRequest request) {
    return cancelable(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(request.getNamespaceId())
            .setTaskQueue(request.getRequest().getTaskQueue().getName())
            .setPollerId(request.getPollerId())
            .build(),
        () -> local.pollWorkflowTaskQueue(request));
  }

  @Override
  public PollActivityTaskResponse pollActivityTaskQueue(PollActivityTaskRequest request) {
    return cancelable(
        CancelPollsRequest.newBuilder()
            .setNamespaceId(request.getNamespaceId())
            .setTaskQueue(request.getRequest().getTaskQueue().getName())
            .setPollerId(request.getPollerId())
            .build(),
        () -> local.pollActivityTaskQueue(request));
  }

  @Override
  public AddTaskResponse addWorkflowTask(AddWorkflowTaskRequest request) {
    return local.addWorkflowTask(request);
  }

  @Override
  public AddTaskResponse addActivityTask(AddActivityTaskRequest request) {
    return local.addActivityTask(request);
  }

  @Override
  public DispatchQueryResponse dispatchQuery(DispatchQueryRequest request) {
    return local.dispatchQuery(request);
  }

  @Override
  public CompleteQueryResponse respondQueryTaskCompleted(CompleteQueryRequest request) {
    return local.respondQueryTaskCompleted(request);
  }

  @Override
  public CancelPollsResponse cancelPolls(CancelPollsRequest request) {
    return local.cancelPolls(request);
  }

  private <R> R cancelable(CancelPollsRequest cancel, Supplier<R> poll) {
    Context context = Context.current();
    CancellationListener listener = canceled -> local.cancelPolls(cancel);
    context.addListener(listener, action -> Thread.ofVirtual().name("poll-cancel").start(action));
    try {
      return poll.get();
    } finally {
      context.removeListener(listener);
    }
  }
}
