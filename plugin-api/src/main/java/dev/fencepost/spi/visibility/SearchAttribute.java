// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.visibility;

import java.time.Instant;
import java.util.List;

/** The value of a custom search attribute. */
public sealed interface SearchAttribute {

  /** A word, compared as a whole. */
  record Keyword(String value) implements SearchAttribute {}

  /** Words, each compared as a whole. */
  record KeywordList(List<String> values) implements SearchAttribute {
    /** Copies the words. */
    public KeywordList {
      values = List.copyOf(values);
    }
  }

  /** Text, searched by its words. */
  record Text(String value) implements SearchAttribute {}

  /** A whole number. */
  record Int(long value) implements SearchAttribute {}

  /** A number. */
  @SuppressWarnings("AvoidCommonTypeNames") // the type's name in the Temporal API
  record Double(double value) implements SearchAttribute {}

  /** True or false. */
  record Bool(boolean value) implements SearchAttribute {}

  /** A time, microseconds. */
  record Datetime(Instant value) implements SearchAttribute {}
}
