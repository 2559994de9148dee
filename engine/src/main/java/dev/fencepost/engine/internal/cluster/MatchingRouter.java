// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.cluster.OwnerRouter.Repeat;
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
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings every call to the owner of its task queue, wherever that is. */
public final class MatchingRouter implements MatchingService {

  private final OwnerRouter<MatchingService> router;

  /**
   * A router.
   *
   * @param membership the processes there are
   * @param local the task queues of this process
   * @param peers the way to the others
   */
  public MatchingRouter(
      Membership membership, Supplier<MatchingService> local, PeerChannels peers) {
    this.router =
        new OwnerRouter<>(
            membership, local, address -> new RemoteMatchingService(peers.channel(address)));
  }

  @Override
  public AddTaskResponse addWorkflowTask(AddWorkflowTaskRequest request) {
    return route(
        request.getNamespaceId(),
        request.getTaskQueue().getName(),
        Repeat.ALWAYS,
        owner -> owner.addWorkflowTask(request));
  }

  @Override
  public AddTaskResponse addActivityTask(AddActivityTaskRequest request) {
    return route(
        request.getNamespaceId(),
        request.getTaskQueue().getName(),
        Repeat.ALWAYS,
        owner -> owner.addActivityTask(request));
  }

  @Override
  public PollWorkflowTaskResponse pollWorkflowTaskQueue(PollWorkflowTaskRequest request) {
    Wait wait = Wait.startingNow(request.getWaitAtMost());
    return route(
        request.getNamespaceId(),
        request.getRequest().getTaskQueue().getName(),
        Repeat.IF_NOTHING_DONE,
        owner ->
            owner.pollWorkflowTaskQueue(
                request.toBuilder().setWaitAtMost(wait.remaining()).build()));
  }

  @Override
  public PollActivityTaskResponse pollActivityTaskQueue(PollActivityTaskRequest request) {
    Wait wait = Wait.startingNow(request.getWaitAtMost());
    return route(
        request.getNamespaceId(),
        request.getRequest().getTaskQueue().getName(),
        Repeat.IF_NOTHING_DONE,
        owner ->
            owner.pollActivityTaskQueue(
                request.toBuilder().setWaitAtMost(wait.remaining()).build()));
  }

  @Override
  public DispatchQueryResponse dispatchQuery(DispatchQueryRequest request) {
    return route(
        request.getNamespaceId(),
        request.getTaskQueue().getName(),
        Repeat.ALWAYS,
        owner -> owner.dispatchQuery(request));
  }

  @Override
  public CompleteQueryResponse respondQueryTaskCompleted(CompleteQueryRequest request) {
    return route(
        request.getNamespaceId(),
        request.getToken().getTaskQueue(),
        Repeat.ALWAYS,
        owner -> owner.respondQueryTaskCompleted(request));
  }

  @Override
  public CancelPollsResponse cancelPolls(CancelPollsRequest request) {
    return route(
        request.getNamespaceId(),
        request.getTaskQueue(),
        Repeat.ALWAYS,
        owner -> owner.cancelPolls(request));
  }

  private <R> R route(
      String namespaceId, String taskQueue, Repeat repeat, Function<MatchingService, R> call) {
    return router.call(
        "task queue " + taskQueue,
        view -> view.ownerOfTaskQueue(namespaceId, taskQueue),
        repeat,
        call);
  }

  /** A poll that is made again waits only for the rest of its time. */
  private record Wait(long endNanos) {

    static Wait startingNow(Duration atMost) {
      return new Wait(System.nanoTime() + Durations.toNanos(atMost));
    }

    Duration remaining() {
      return Durations.fromNanos(Math.max(0, endNanos - System.nanoTime()));
    }
  }
}
