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
import dev.fencepost.engine.v1.MatchingServiceGrpc;
import dev.fencepost.engine.v1.MatchingServiceGrpc.MatchingServiceBlockingStub;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskResponse;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskResponse;
import java.util.function.Supplier;

/** The task queues of a peer. */
final class RemoteMatchingService implements MatchingService {

  private final Supplier<MatchingServiceBlockingStub> stub;

  RemoteMatchingService(PeerChannel peer) {
    this.stub = () -> peer.prepare(MatchingServiceGrpc::newBlockingStub);
  }

  @Override
  public AddTaskResponse addWorkflowTask(AddWorkflowTaskRequest request) {
    return stub.get().addWorkflowTask(request);
  }

  @Override
  public AddTaskResponse addActivityTask(AddActivityTaskRequest request) {
    return stub.get().addActivityTask(request);
  }

  @Override
  public PollWorkflowTaskResponse pollWorkflowTaskQueue(PollWorkflowTaskRequest request) {
    return stub.get().pollWorkflowTaskQueue(request);
  }

  @Override
  public PollActivityTaskResponse pollActivityTaskQueue(PollActivityTaskRequest request) {
    return stub.get().pollActivityTaskQueue(request);
  }

  @Override
  public DispatchQueryResponse dispatchQuery(DispatchQueryRequest request) {
    return stub.get().dispatchQuery(request);
  }

  @Override
  public CompleteQueryResponse respondQueryTaskCompleted(CompleteQueryRequest request) {
    return stub.get().respondQueryTaskCompleted(request);
  }

  @Override
  public CancelPollsResponse cancelPolls(CancelPollsRequest request) {
    return stub.get().cancelPolls(request);
  }
}
