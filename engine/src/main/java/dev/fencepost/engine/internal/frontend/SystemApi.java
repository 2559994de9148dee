// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import dev.fencepost.engine.internal.cluster.ClusterIdentity;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import io.temporal.api.version.v1.ReleaseInfo;
import io.temporal.api.version.v1.VersionInfo;
import io.temporal.api.workflowservice.v1.GetClusterInfoRequest;
import io.temporal.api.workflowservice.v1.GetClusterInfoResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;

/** What the engine says of itself. */
final class SystemApi {

  /** What works; SDKs choose how they behave by it. */
  private static final GetSystemInfoResponse.Capabilities CAPABILITIES =
      GetSystemInfoResponse.Capabilities.newBuilder()
          .setSignalAndQueryHeader(true)
          .setInternalErrorDifferentiation(true)
          .setActivityFailureIncludeHeartbeat(true)
          .setEncodedFailureAttributes(true)
          .setUpsertMemo(true)
          .setSdkMetadata(true)
          .setCountGroupByExecutionStatus(true)
          .build();

  private final ClusterIdentity cluster;
  private final String version;
  private final String backend;

  SystemApi(ClusterIdentity cluster, String version, String backend) {
    this.cluster = cluster;
    this.version = version;
    this.backend = backend;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getGetSystemInfoMethod(), this::systemInfo)
        .serve(WorkflowServiceGrpc.getGetClusterInfoMethod(), this::clusterInfo);
  }

  private GetSystemInfoResponse systemInfo(GetSystemInfoRequest request) {
    return GetSystemInfoResponse.newBuilder()
        .setServerVersion(version)
        .setCapabilities(CAPABILITIES)
        .build();
  }

  private GetClusterInfoResponse clusterInfo(GetClusterInfoRequest request) {
    return GetClusterInfoResponse.newBuilder()
        .setServerVersion(version)
        .setClusterId(cluster.clusterId())
        .setClusterName(ClusterIdentity.CLUSTER_NAME)
        .setHistoryShardCount(cluster.shardCount())
        .setPersistenceStore(backend)
        .setVisibilityStore(backend)
        .setVersionInfo(
            VersionInfo.newBuilder().setCurrent(ReleaseInfo.newBuilder().setVersion(version)))
        .build();
  }
}
