// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static org.jooq.impl.DSL.param;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import java.sql.SQLException;
import java.util.UUID;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** The parameters of fences and attempts, by the names they are bound with. */
final class FenceParameters {

  static final Param<Integer> STRIPE = param("stripe", SQLDataType.INTEGER);
  static final Param<Integer> STRIPES = param("stripes", SQLDataType.INTEGER);
  static final Param<UUID> ATTEMPT_ID = param("attempt_id", SQLDataType.UUID);

  private FenceParameters() {}

  /** Binds whose fence it is. */
  static Binder bindOwner(Binder bind, Fence fence) throws SQLException {
    return switch (fence) {
      case ShardFence shard -> bind.integer("shard_id", shard.shardId());
      case TaskQueueFence queue ->
          bind.uuid("namespace_id", queue.key().namespaceId())
              .text("name", queue.key().name())
              .smallint("task_queue_type", queue.key().type().code());
    };
  }
}
