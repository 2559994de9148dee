// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static dev.fencepost.schema.generated.Tables.SHARD_FENCES;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_FENCES;
import static org.jooq.impl.DSL.param;

import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;

/**
 * A table of fence rows: some number of stripes for each shard or task queue, all with its token.
 *
 * @param table the table
 * @param key the columns of the key without the stripe
 * @param keyValues the parameters of the key
 * @param isOwner whether a row is of the shard or task queue that the parameters name
 * @param stripe the number of the row, from 0
 * @param rangeId the token
 * @param counter how often the row was written
 */
record FenceTable(
    Table<?> table,
    List<Field<?>> key,
    List<Field<?>> keyValues,
    Condition isOwner,
    TableField<?, Integer> stripe,
    TableField<?, Long> rangeId,
    TableField<?, Long> counter) {

  static final FenceTable OF_SHARDS =
      new FenceTable(
          SHARD_FENCES,
          List.of(SHARD_FENCES.SHARD_ID),
          List.of(param("shard_id", SQLDataType.INTEGER)),
          SHARD_FENCES.SHARD_ID.eq(param("shard_id", SQLDataType.INTEGER)),
          SHARD_FENCES.STRIPE,
          SHARD_FENCES.RANGE_ID,
          SHARD_FENCES.COUNTER);

  static final FenceTable OF_TASK_QUEUES =
      new FenceTable(
          TASK_QUEUE_FENCES,
          List.of(
              TASK_QUEUE_FENCES.NAMESPACE_ID,
              TASK_QUEUE_FENCES.NAME,
              TASK_QUEUE_FENCES.TASK_QUEUE_TYPE),
          List.of(
              param("namespace_id", SQLDataType.UUID),
              param("name", SQLDataType.CLOB),
              param("task_queue_type", SQLDataType.SMALLINT)),
          FencedTable.isQueue(
              TASK_QUEUE_FENCES.NAMESPACE_ID,
              TASK_QUEUE_FENCES.NAME,
              TASK_QUEUE_FENCES.TASK_QUEUE_TYPE),
          TASK_QUEUE_FENCES.STRIPE,
          TASK_QUEUE_FENCES.RANGE_ID,
          TASK_QUEUE_FENCES.COUNTER);

  static FenceTable of(FencedTable fenced) {
    return fenced.equals(FencedTable.SHARD) ? OF_SHARDS : OF_TASK_QUEUES;
  }

  static FenceTable of(Fence fence) {
    return switch (fence) {
      case ShardFence shard -> OF_SHARDS;
      case TaskQueueFence queue -> OF_TASK_QUEUES;
    };
  }
}
