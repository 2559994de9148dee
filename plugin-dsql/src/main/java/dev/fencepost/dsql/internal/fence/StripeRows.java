// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static dev.fencepost.dsql.internal.fence.FenceParameters.STRIPES;
import static dev.fencepost.dsql.internal.fence.FenceParameters.bindOwner;
import static dev.fencepost.postgres.internal.strategy.FencedTable.RANGE_ID;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.strategy.FenceRows;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.fence.Fence;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** The stripes of fences, created and deleted with what they fence and replaced by take-overs. */
final class StripeRows implements FenceRows {

  private final StripeCounts stripes;
  private final Map<FenceTable, Sql> insertions;
  private final Map<FenceTable, Sql> deletions;

  StripeRows(SqlRenderer renderer, StripeCounts stripes) {
    this.stripes = stripes;
    this.insertions =
        Map.of(
            FenceTable.OF_SHARDS, renderer.render(insertion(FenceTable.OF_SHARDS)),
            FenceTable.OF_TASK_QUEUES, renderer.render(insertion(FenceTable.OF_TASK_QUEUES)));
    this.deletions =
        Map.of(
            FenceTable.OF_SHARDS, renderer.render(deletion(FenceTable.OF_SHARDS)),
            FenceTable.OF_TASK_QUEUES, renderer.render(deletion(FenceTable.OF_TASK_QUEUES)));
  }

  @Override
  public void begin(Session session) throws SQLException {
    session.begin();
  }

  @Override
  public void create(Session session, Fence fence) throws SQLException {
    int created =
        session.execute(
            statement(insertions, fence),
            bind ->
                bindOwner(bind, fence)
                    .bigint("range_id", fence.rangeId())
                    .integer("stripes", stripes.of(fence)));
    if (created != stripes.of(fence)) {
      throw new IllegalStateException("a fence has not got all its rows: " + fence);
    }
  }

  @Override
  public void replace(Session session, Fence fence) throws SQLException {
    delete(session, fence);
    create(session, fence);
  }

  @Override
  public void delete(Session session, Fence fence) throws SQLException {
    session.execute(statement(deletions, fence), bind -> bindOwner(bind, fence));
  }

  private static Sql statement(Map<FenceTable, Sql> statements, Fence fence) {
    Sql statement = statements.get(FenceTable.of(fence));
    if (statement == null) {
      throw new IllegalArgumentException("there is no such fence: " + fence);
    }
    return statement;
  }

  private static Query insertion(FenceTable fences) {
    List<Field<?>> columns = new ArrayList<>(fences.key());
    columns.addAll(List.of(fences.stripe(), fences.rangeId(), fences.counter()));
    List<Field<?>> values = new ArrayList<>(fences.keyValues());
    Field<Integer> number = field(name("numbers", "stripe"), SQLDataType.INTEGER);
    values.addAll(List.of(number, RANGE_ID, inline(0L)));
    return insertInto(fences.table())
        .columns(columns)
        .select(
            select(values)
                .from(table("generate_series(0, {0} - 1)", STRIPES).as("numbers", "stripe")));
  }

  private static Query deletion(FenceTable fences) {
    return deleteFrom(fences.table()).where(fences.isOwner());
  }
}
