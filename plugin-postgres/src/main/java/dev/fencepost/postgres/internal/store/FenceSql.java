// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.SHARDS;
import static dev.fencepost.schema.generated.Tables.SHARD_INTENTS;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUES;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_INTENTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.Fence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;

/**
 * The part of a statement that makes it fenced.
 *
 * <p>{@code fence} locks the fence's row FOR SHARE to the end of the transaction and returns what
 * it says then, after any wait; everything the statement writes depends on its comparison with the
 * writer's token. {@code intent} is a plain read and proves nothing: it keeps a writer whose end
 * has been announced from taking the lock once more, which is what lets a take-over get through.
 */
final class FenceSql {

  static final Param<Long> RANGE_ID = param("range_id", SQLDataType.BIGINT);

  private final CommonTableExpression<Record1<Long>> intent;
  private final CommonTableExpression<Record1<Long>> fence;

  private FenceSql(
      Table<?> intents,
      Condition intentKey,
      TableField<?, Long> announced,
      Table<?> fences,
      Condition fenceKey,
      TableField<?, Long> actual) {
    this.intent =
        name("intent")
            .fields("range_id")
            .as(select(announced).from(intents).where(intentKey).and(announced.gt(RANGE_ID)));
    this.fence =
        name("fence")
            .fields("range_id")
            .as(
                select(actual)
                    .from(fences)
                    .where(fenceKey)
                    .and(notExists(selectOne().from(intent)))
                    .forShare());
  }

  /** The fence of a shard, by the parameters {@code shard_id} and {@code range_id}. */
  static FenceSql ofShard() {
    return new FenceSql(
        SHARD_INTENTS,
        SHARD_INTENTS.SHARD_ID.eq(Parameters.SHARD_ID),
        SHARD_INTENTS.RANGE_ID,
        SHARDS,
        SHARDS.SHARD_ID.eq(Parameters.SHARD_ID),
        SHARDS.RANGE_ID);
  }

  /**
   * The lease of a task queue, by the parameters of its key and {@code range_id}. An announcement
   * is above the lease's token; what is not was left by a deleted queue.
   */
  static FenceSql ofTaskQueue() {
    Condition isQueue =
        TASK_QUEUES
            .NAMESPACE_ID
            .eq(Parameters.NAMESPACE_ID)
            .and(TASK_QUEUES.NAME.eq(Parameters.NAME))
            .and(TASK_QUEUES.TASK_QUEUE_TYPE.eq(Parameters.TASK_QUEUE_TYPE));
    return new FenceSql(
        TASK_QUEUE_INTENTS,
        TASK_QUEUE_INTENTS
            .NAMESPACE_ID
            .eq(Parameters.NAMESPACE_ID)
            .and(TASK_QUEUE_INTENTS.NAME.eq(Parameters.NAME))
            .and(TASK_QUEUE_INTENTS.TASK_QUEUE_TYPE.eq(Parameters.TASK_QUEUE_TYPE))
            .and(
                exists(
                    selectOne()
                        .from(TASK_QUEUES)
                        .where(isQueue)
                        .and(TASK_QUEUES.RANGE_ID.lt(TASK_QUEUE_INTENTS.RANGE_ID)))),
        TASK_QUEUE_INTENTS.RANGE_ID,
        TASK_QUEUES,
        isQueue,
        TASK_QUEUES.RANGE_ID);
  }

  CommonTableExpression<Record1<Long>> intent() {
    return intent;
  }

  CommonTableExpression<Record1<Long>> fence() {
    return fence;
  }

  /** Whether the locked row has the writer's token. */
  Condition holds() {
    return exists(
        selectOne()
            .from(fence)
            .where(field(name("fence", "range_id"), SQLDataType.BIGINT).eq(RANGE_ID)));
  }

  /** The locked row's token, as the column {@code fence_range_id}. */
  Field<Long> actual() {
    return field(select(field(name("range_id"), SQLDataType.BIGINT)).from(fence))
        .as("fence_range_id");
  }

  /** The announced token that stopped the writer, as the column {@code intent_range_id}. */
  Field<Long> announced() {
    return field(select(field(name("range_id"), SQLDataType.BIGINT)).from(intent))
        .as("intent_range_id");
  }

  /** Checks the two columns of a fenced statement's row. */
  static void require(Fence fence, ResultSet row) throws SQLException {
    OptionalLong actual = Columns.optionalLong(row, "fence_range_id");
    if (actual.isPresent() && actual.getAsLong() == fence.rangeId()) {
      return;
    }
    OptionalLong announced = Columns.optionalLong(row, "intent_range_id");
    throw new OwnershipLost(fence, announced.isPresent() ? announced : actual);
  }
}
