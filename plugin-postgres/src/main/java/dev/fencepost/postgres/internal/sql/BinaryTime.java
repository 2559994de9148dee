// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A {@code timestamptz} in the binary form of the protocol: microseconds since the year 2000. The
 * driver sends times as text, which costs more on both sides than everything else of a parameter.
 */
final class BinaryTime extends PGobject implements PGBinaryObject {

  private static final long serialVersionUID = 1;
  private static final OffsetDateTime ZERO = OffsetDateTime.parse("2000-01-01T00:00:00Z");

  private final OffsetDateTime time;

  BinaryTime(OffsetDateTime time) {
    this.time = time;
    this.type = "timestamptz";
  }

  @Override
  public int lengthInBytes() {
    return Long.BYTES;
  }

  @Override
  public void toBytes(byte[] bytes, int offset) {
    ByteConverter.int8(bytes, offset, microseconds());
  }

  @Override
  public String getValue() {
    if (time.equals(OffsetDateTime.MIN)) {
      return "-infinity";
    }
    return time.equals(OffsetDateTime.MAX) ? "infinity" : time.toString();
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("times are only sent in this form");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BinaryTime that && time.equals(that.time);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time);
  }

  @Override
  public Object clone() {
    return this;
  }

  private long microseconds() {
    if (time.equals(OffsetDateTime.MIN)) {
      return Long.MIN_VALUE;
    }
    return time.equals(OffsetDateTime.MAX) ? Long.MAX_VALUE : ChronoUnit.MICROS.between(ZERO, time);
  }
}
