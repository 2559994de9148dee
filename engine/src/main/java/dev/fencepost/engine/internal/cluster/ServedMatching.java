// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.rpc.CallObserver;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.MatchingServiceGrpc;
import io.grpc.ServerServiceDefinition;

/** What peers ask of the task queues of this process. */
public final class ServedMatching {

  private ServedMatching() {}

  /** The gRPC service over the local implementation. */
  public static ServerServiceDefinition of(
      MatchingService local, int maxRequestBytes, CallObserver observer) {
    return new ServiceTable(MatchingServiceGrpc.getServiceDescriptor(), maxRequestBytes, observer)
        .serve(MatchingServiceGrpc.getAddWorkflowTaskMethod(), local::addWorkflowTask)
        .serve(MatchingServiceGrpc.getAddActivityTaskMethod(), local::addActivityTask)
        .serve(MatchingServiceGrpc.getPollWorkflowTaskQueueMethod(), local::pollWorkflowTaskQueue)
        .serve(MatchingServiceGrpc.getPollActivityTaskQueueMethod(), local::pollActivityTaskQueue)
        .serve(MatchingServiceGrpc.getDispatchQueryMethod(), local::dispatchQuery)
        .serve(
            MatchingServiceGrpc.getRespondQueryTaskCompletedMethod(),
            local::respondQueryTaskCompleted)
        .serve(MatchingServiceGrpc.getCancelPollsMethod(), local::cancelPolls)
        .definition();
  }
}
