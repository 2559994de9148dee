// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import dev.fencepost.engine.internal.namespace.NamespaceRecord;
import dev.fencepost.engine.v1.NamespaceState;
import io.temporal.api.enums.v1.ArchivalState;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.namespace.v1.NamespaceInfo;
import io.temporal.api.replication.v1.ClusterReplicationConfig;
import io.temporal.api.replication.v1.NamespaceReplicationConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.UpdateNamespaceResponse;
import java.util.Map;
import java.util.TreeMap;

/** Namespaces as clients read them. */
final class NamespaceDescriptions {

  private static final String CLUSTER = "active";
  private static final long LARGEST_BLOB = 2L * 1024 * 1024;

  /** What works in a namespace; SDKs choose how they behave by it. */
  private static final NamespaceInfo.Capabilities CAPABILITIES =
      NamespaceInfo.Capabilities.newBuilder().setWorkerPollCompleteOnShutdown(true).build();

  DescribeNamespaceResponse describe(NamespaceRecord namespace) {
    return DescribeNamespaceResponse.newBuilder()
        .setNamespaceInfo(info(namespace))
        .setConfig(config(namespace.state()))
        .setReplicationConfig(replication())
        .build();
  }

  UpdateNamespaceResponse updated(NamespaceRecord namespace) {
    return UpdateNamespaceResponse.newBuilder()
        .setNamespaceInfo(info(namespace))
        .setConfig(config(namespace.state()))
        .setReplicationConfig(replication())
        .build();
  }

  private static NamespaceInfo info(NamespaceRecord namespace) {
    NamespaceState state = namespace.state();
    return NamespaceInfo.newBuilder()
        .setId(namespace.id().toString())
        .setName(namespace.name())
        .setState(state.getState())
        .setDescription(state.getDescription())
        .setOwnerEmail(state.getOwnerEmail())
        .putAllData(state.getDataMap())
        .setCapabilities(CAPABILITIES)
        .setLimits(
            NamespaceInfo.Limits.newBuilder()
                .setBlobSizeLimitError(LARGEST_BLOB)
                .setMemoSizeLimitError(LARGEST_BLOB))
        .build();
  }

  private static NamespaceConfig config(NamespaceState state) {
    Map<String, String> aliases = new TreeMap<>();
    state.getSearchAttributesMap().keySet().forEach(name -> aliases.put(name, name));
    return NamespaceConfig.newBuilder()
        .setWorkflowExecutionRetentionTtl(state.getRetention())
        .setHistoryArchivalState(ArchivalState.ARCHIVAL_STATE_DISABLED)
        .setVisibilityArchivalState(ArchivalState.ARCHIVAL_STATE_DISABLED)
        .putAllCustomSearchAttributeAliases(aliases)
        .build();
  }

  private static NamespaceReplicationConfig replication() {
    return NamespaceReplicationConfig.newBuilder()
        .setActiveClusterName(CLUSTER)
        .addClusters(ClusterReplicationConfig.newBuilder().setClusterName(CLUSTER))
        .build();
  }
}
