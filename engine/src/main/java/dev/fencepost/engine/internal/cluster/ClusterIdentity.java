// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.v1.ClusterState;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.NotFound;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all processes of a cluster must agree on: the first one decides.
 *
 * @param clusterId made up by the first process
 * @param shardCount the number of shards
 */
public record ClusterIdentity(String clusterId, int shardCount) {

  /** The name the agreement is stored under. */
  public static final String CLUSTER_NAME = "fencepost";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterIdentity.class);
  private static final String ENCODING = "proto3";

  /**
   * Reads what was agreed on, or agrees on it now.
   *
   * @param store where it is stored
   * @param shardCount the number of shards this process is set up for
   * @throws InvalidConfiguration if another number was agreed on
   */
  public static ClusterIdentity agree(ClusterMetadataStore store, int shardCount) {
    ClusterState agreed = readOrCreate(store, shardCount);
    if (agreed.getShardCount() != shardCount) {
      throw new InvalidConfiguration(
          "'cluster.shards' is "
              + shardCount
              + ", but this database was set up with "
              + agreed.getShardCount()
              + " shards, which can't be changed: set it to "
              + agreed.getShardCount());
    }
    return new ClusterIdentity(agreed.getClusterId(), agreed.getShardCount());
  }

  private static ClusterState readOrCreate(ClusterMetadataStore store, int shardCount) {
    while (true) {
      try {
        return parse(store.read(CLUSTER_NAME));
      } catch (NotFound first) {
        ClusterState proposed =
            ClusterState.newBuilder()
                .setClusterId(UUID.randomUUID().toString())
                .setShardCount(shardCount)
                .build();
        try {
          store.save(
              CLUSTER_NAME, new Blob(proposed.toByteArray(), ENCODING), 0, UUID.randomUUID());
          return proposed;
        } catch (ConditionFailed decidedMeanwhile) {
          LOG.debug("another process decided first", decidedMeanwhile);
        }
      }
    }
  }

  private static ClusterState parse(ClusterMetadata stored) {
    try {
      return ClusterState.parseFrom(stored.data().data());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("the cluster's metadata can't be read", unreadable);
    }
  }
}
