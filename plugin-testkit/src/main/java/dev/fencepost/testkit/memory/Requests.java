// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.fence.ShardFence;
import java.util.Map;

/** The checks of what the records of the SPI do not check themselves. */
final class Requests {

  private Requests() {}

  /** A text that must have so many characters, none of them NUL or half of one. */
  static void text(String field, String value, int minimum, int maximum) {
    int length = value.codePointCount(0, value.length());
    if (length < minimum || length > maximum) {
      throw new InvalidRequest(
          "a text has a wrong length",
          Map.of("field", field, "minimum", minimum, "maximum", maximum, "actual", length));
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidRequest("a text has a NUL character", Map.of("field", field));
    }
    if (value.codePoints().anyMatch(Requests::isHalf)) {
      throw new InvalidRequest("a text has half a character", Map.of("field", field));
    }
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** A number with a least value. */
  static void atLeast(String field, long value, long minimum) {
    if (value < minimum) {
      throw new InvalidRequest(
          "a number is too small", Map.of("field", field, "minimum", minimum, "actual", value));
    }
  }

  /** A range that does not end before it starts. */
  static void range(String field, long fromInclusive, long toExclusive) {
    if (toExclusive < fromInclusive) {
      throw new InvalidRequest(
          "a range ends before it starts",
          Map.of("field", field, "fromInclusive", fromInclusive, "toExclusive", toExclusive));
    }
  }

  /** A list that must have an element. */
  static void notEmpty(String field, int size) {
    if (size == 0) {
      throw new InvalidRequest("a list is empty", Map.of("field", field));
    }
  }

  /** A range that must be of the shard that the fence protects. */
  static void sameShard(ShardFence fence, int shardId) {
    if (fence.shardId() != shardId) {
      throw new InvalidRequest(
          "the fence is of another shard", Map.of("fence", fence, "shardId", shardId));
    }
  }
}
