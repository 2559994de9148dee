// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import dev.fencepost.spi.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.UUID;

/** Values of rows. */
public final class Columns {

  private Columns() {}

  /** A {@code bytea} with its encoding, which is the column {@code <name>_encoding}. */
  public static Blob blob(ResultSet rows, String name) throws SQLException {
    return new Blob(rows.getBytes(name), rows.getString(name + "_encoding"));
  }

  /** A {@code uuid}. */
  public static UUID uuid(ResultSet rows, String name) throws SQLException {
    return rows.getObject(name, UUID.class);
  }

  /** A {@code bigint}, or empty for null. */
  public static OptionalLong optionalLong(ResultSet rows, String name) throws SQLException {
    long value = rows.getLong(name);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
