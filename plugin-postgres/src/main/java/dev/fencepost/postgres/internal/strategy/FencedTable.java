// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import static dev.fencepost.schema.generated.Tables.SHARDS;
import static dev.fencepost.schema.generated.Tables.SHARD_INTENTS;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUES;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_INTENTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What has an owner: shards, by the parameter {@code shard_id}, or task queues, by their key. */
public final class FencedTable {

  /** The writer's token. */
  public static final Param<Long> RANGE_ID = DSL.param("range_id", SQLDataType.BIGINT);

  private static final Param<Integer> SHARD_ID = DSL.param("shard_id", SQLDataType.INTEGER);
  private static final Param<UUID> NAMESPACE_ID = DSL.param("namespace_id", SQLDataType.UUID);
  private static final Param<String> NAME = DSL.param("name", SQLDataType.CLOB);
  private static final Param<Short> TASK_QUEUE_TYPE =
      DSL.param("task_queue_type", SQLDataType.SMALLINT);
  private static final Condition IS_QUEUE =
      isQueue(TASK_QUEUES.NAMESPACE_ID, TASK_QUEUES.NAME, TASK_QUEUES.TASK_QUEUE_TYPE);

  /** The shards. */
  public static final FencedTable SHARD =
      new FencedTable(
          SHARDS,
          SHARDS.RANGE_ID,
          SHARDS.SHARD_ID.eq(SHARD_ID),
          SHARD_INTENTS,
          SHARD_INTENTS.RANGE_ID,
          SHARD_INTENTS.SHARD_ID.eq(SHARD_ID));

  /**
   * The task queues. An announcement is above the lease's token; what is not was left by a deleted
   * queue.
   */
  public static final FencedTable TASK_QUEUE =
      new FencedTable(
          TASK_QUEUES,
          TASK_QUEUES.RANGE_ID,
          IS_QUEUE,
          TASK_QUEUE_INTENTS,
          TASK_QUEUE_INTENTS.RANGE_ID,
          isQueue(
                  TASK_QUEUE_INTENTS.NAMESPACE_ID,
                  TASK_QUEUE_INTENTS.NAME,
                  TASK_QUEUE_INTENTS.TASK_QUEUE_TYPE)
              .and(
                  exists(
                      selectOne()
                          .from(TASK_QUEUES)
                          .where(IS_QUEUE)
                          .and(TASK_QUEUES.RANGE_ID.lt(TASK_QUEUE_INTENTS.RANGE_ID)))));

  private final Table<?> tokens;
  private final TableField<?, Long> token;
  private final Condition isTokenRow;
  private final Table<?> intents;
  private final TableField<?, Long> announced;
  private final Condition isIntentRow;

  private FencedTable(
      Table<?> tokens,
      TableField<?, Long> token,
      Condition isTokenRow,
      Table<?> intents,
      TableField<?, Long> announced,
      Condition isIntentRow) {
    this.tokens = tokens;
    this.token = token;
    this.isTokenRow = isTokenRow;
    this.intents = intents;
    this.announced = announced;
    this.isIntentRow = isIntentRow;
  }

  /** The table of the tokens. */
  public Table<?> tokens() {
    return tokens;
  }

  /** The token. */
  public TableField<?, Long> token() {
    return token;
  }

  /** Whether a row of the tokens is the one the parameters name. */
  public Condition isTokenRow() {
    return isTokenRow;
  }

  /** The table of announced tokens. */
  public Table<?> intents() {
    return intents;
  }

  /** Whether a row of the announced tokens is one that stops the writer the parameters name. */
  public Condition stopsWriter() {
    return isIntentRow.and(announced.gt(RANGE_ID));
  }

  /** The part {@code intent}: the announced token that stops the writer, if there is one. */
  public CommonTableExpression<Record1<Long>> intent() {
    return DSL.name("intent")
        .fields("range_id")
        .as(select(announced).from(intents).where(stopsWriter()));
  }

  /** Whether a row of any table is the task queue the parameters name. */
  public static Condition isQueue(Field<UUID> namespaceId, Field<String> name, Field<Short> type) {
    return namespaceId.eq(NAMESPACE_ID).and(name.eq(NAME)).and(type.eq(TASK_QUEUE_TYPE));
  }
}
