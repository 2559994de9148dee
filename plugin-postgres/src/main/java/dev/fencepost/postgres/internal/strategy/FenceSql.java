// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.Fence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.impl.SQLDataType;

/**
 * The part of a write that makes it fenced.
 *
 * <p>{@code fence} makes the write meet every take-over that is not yet visible to it, and returns
 * the token it met; everything the write does depends on its comparison with the writer's token.
 * {@code intent} is a plain read and proves nothing: it keeps a writer whose end has been announced
 * from meeting the take-over once more, which is what lets the take-over get through.
 */
public final class FenceSql {

  private final List<Query> preparations;
  private final CommonTableExpression<Record1<Long>> intent;
  private final CommonTableExpression<Record1<Long>> fence;
  private final CommonTableExpression<?> alone;
  private final Field<Long> actual;

  /**
   * A fence.
   *
   * @param preparations statements that are sent before the one with the parts, in its round trip
   * @param intent the part {@code intent}, with the column {@code range_id}
   * @param fence the part {@code fence}, with the column {@code range_id}
   * @param alone a part {@code fence} that has a row if the fence holds, and stands without another
   * @param actual the token that is there when the fence does not hold
   */
  public FenceSql(
      List<Query> preparations,
      CommonTableExpression<Record1<Long>> intent,
      CommonTableExpression<Record1<Long>> fence,
      CommonTableExpression<?> alone,
      Field<Long> actual) {
    this.preparations = List.copyOf(preparations);
    this.intent = intent;
    this.fence = fence;
    this.alone = alone;
    this.actual = actual;
  }

  /** The token that the part {@code fence} has met. */
  public static Field<Long> met() {
    return field(select(field(name("range_id"), SQLDataType.BIGINT)).from(name("fence")));
  }

  /** Statements that are sent before the one with the parts. */
  public List<Query> preparations() {
    return preparations;
  }

  /** The parts of a statement, in their order. */
  public List<CommonTableExpression<?>> parts() {
    return List.of(intent, fence);
  }

  /** The only part of a statement that need not tell why the fence does not hold. */
  public CommonTableExpression<?> alone() {
    return alone;
  }

  /** Whether what was met has the writer's token. */
  public Condition holds() {
    return exists(
        selectOne()
            .from(fence)
            .where(field(name("fence", "range_id"), SQLDataType.BIGINT).eq(FencedTable.RANGE_ID)));
  }

  /** The columns of the answer that tell whether the fence holds. */
  public List<Field<Long>> answers() {
    return List.of(
        actual.as("fence_range_id"),
        field(select(field(name("range_id"), SQLDataType.BIGINT)).from(intent))
            .as("intent_range_id"));
  }

  /** Checks the answer of a fenced write. */
  public static void require(Fence fence, ResultSet row) throws SQLException {
    OptionalLong actual = Columns.optionalLong(row, "fence_range_id");
    if (actual.isPresent() && actual.getAsLong() == fence.rangeId()) {
      return;
    }
    OptionalLong announced = Columns.optionalLong(row, "intent_range_id");
    throw new OwnershipLost(fence, announced.isPresent() ? announced : actual);
  }
}
