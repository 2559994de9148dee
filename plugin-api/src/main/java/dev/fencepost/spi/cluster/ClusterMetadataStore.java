// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import java.util.UUID;

/**
 * Cluster metadata, such as the number of shards, which all processes must agree on.
 *
 * <p>Contract: Temporal's cluster metadata, with the compare-and-set in the write and a working
 * page token.
 */
public interface ClusterMetadataStore {

  /**
   * Saves metadata.
   *
   * @param clusterName the cluster
   * @param data what to store
   * @param expectedVersion the version it was read with, 0 if there was none
   * @param requestId unique to this call
   * @return what is stored, its version one more than expected
   * @throws dev.fencepost.spi.error.ConditionFailed if the version is another; nothing has changed
   */
  ClusterMetadata save(String clusterName, Blob data, long expectedVersion, UUID requestId);

  /**
   * Reads metadata.
   *
   * @throws dev.fencepost.spi.error.NotFound if there is none
   */
  ClusterMetadata read(String clusterName);

  /** All metadata, by cluster name. */
  Page<ClusterMetadata> list(PageRequest page);

  /** Deletes metadata. Deleting what does not exist does nothing. */
  void delete(String clusterName, UUID requestId);
}
