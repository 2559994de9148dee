// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;

/**
 * What a cluster agreed on.
 *
 * @param clusterName the cluster, 1 to 255 characters
 * @param data what was agreed on, opaque to the store
 * @param version how often it was saved
 */
public record ClusterMetadata(String clusterName, Blob data, long version) {

  /** Checks that nothing is missing. */
  public ClusterMetadata {
    requireNonNull(clusterName, "clusterName is null");
    requireNonNull(data, "data is null");
  }
}
