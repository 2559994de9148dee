// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

/**
 * How a query tells which rows it would have locked.
 *
 * <p>The PostgreSQL behind has {@code simulator.locked(strength "char", relation oid, place tid)
 * returns boolean}: it reports the row at {@code place} of {@code relation} and is true. It is
 * volatile. {@code strength} is {@link #FOR_UPDATE} or {@link #FOR_KEY_SHARE}. It must be called
 * for just the rows FOR UPDATE would lock, with the {@code tableoid} and {@code ctid} of their
 * table: rows that the WHERE clause, or a LIMIT, leaves out are not locked.
 */
public final class LockReport {

  /** The function's name. */
  public static final String FUNCTION = "simulator.locked";

  /** The strength of FOR UPDATE. */
  public static final String FOR_UPDATE = "U";

  /** The strength of FOR KEY SHARE. */
  public static final String FOR_KEY_SHARE = "K";

  private LockReport() {}
}
