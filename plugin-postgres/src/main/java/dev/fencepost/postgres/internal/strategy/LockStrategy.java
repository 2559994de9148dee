// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import dev.fencepost.postgres.internal.sql.SqlRenderer;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectConditionStep;

/** How writes keep what they have looked at from changing before they commit. */
public interface LockStrategy {

  /** The form of writes. */
  WriteForm form();

  /** The fence of a write. */
  FenceSql fence(FencedTable table);

  /** Rows that no other transaction may delete before this one commits. */
  <R extends Record> Select<R> kept(SelectConditionStep<R> rows);

  /** Rows whose keys the write inserts unless they are there. */
  <R extends Record> Select<R> looked(SelectConditionStep<R> rows);

  /**
   * Whether a deletion of what is fenced must be announced, as a take-over is, because writers
   * would not let it through otherwise.
   */
  boolean announcesDeletions();

  /** What a write that has no fence changes so that a lost attempt of it can be ended. */
  Optional<Change> mark();

  /** The rows that fenced writes meet take-overs at. */
  FenceRows fenceRows(SqlRenderer renderer);
}
