// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import java.util.Map;
import java.util.UUID;

/** Cluster metadata in memory. */
final class MemoryClusterMetadataStore implements ClusterMetadataStore {

  private final MemorySession session;

  MemoryClusterMetadataStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public ClusterMetadata save(String clusterName, Blob data, long expectedVersion, UUID requestId) {
    Requests.text("clusterName", clusterName, 1, 255);
    return session.call(
        tables -> {
          ClusterMetadata present = tables.clusterMetadata.get(clusterName);
          long actual = present == null ? 0 : present.version();
          if (actual != expectedVersion) {
            throw new ConditionFailed(
                new FailedCondition.ClusterMetadataVersionMismatch(
                    clusterName, expectedVersion, actual));
          }
          ClusterMetadata saved = new ClusterMetadata(clusterName, data, actual + 1);
          tables.clusterMetadata.put(clusterName, saved);
          return saved;
        });
  }

  @Override
  public ClusterMetadata read(String clusterName) {
    return session.call(
        tables -> {
          ClusterMetadata found = tables.clusterMetadata.get(clusterName);
          if (found == null) {
            throw new NotFound("cluster metadata not found", Map.of("clusterName", clusterName));
          }
          return found;
        });
  }

  @Override
  public Page<ClusterMetadata> list(PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "cluster metadata",
                    tables.clusterMetadata.values(),
                    ClusterMetadata::clusterName,
                    token -> row -> row.clusterName().compareTo(token) > 0)
                .page(page));
  }

  @Override
  public void delete(String clusterName, UUID requestId) {
    session.run(tables -> tables.clusterMetadata.remove(clusterName));
  }
}
