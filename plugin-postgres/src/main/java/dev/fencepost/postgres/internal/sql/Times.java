// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the database keeps them: UTC, microseconds, from the year 1 to 9999. */
public final class Times {

  /** The first time that is kept as it is. */
  public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  /** The last time that is kept as it is. */
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Times() {}

  /** The time, cut to microseconds; beyond the ends it is an infinity of the database. */
  static OffsetDateTime toDatabase(Instant time) {
    if (time.isBefore(FIRST)) {
      return OffsetDateTime.MIN;
    }
    if (time.isAfter(LAST)) {
      return OffsetDateTime.MAX;
    }
    return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** A time of a row. */
  public static Instant read(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
