// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Query;

/** A write before it is rendered. */
public sealed interface WriteQuery {

  /**
   * One statement that does everything or nothing, and answers with one row.
   *
   * @param statement the statement
   */
  record Folded(Query statement) implements WriteQuery {}

  /**
   * Several statements of one transaction.
   *
   * @param preparations what is sent before the conditions, in the same round trip
   * @param conditions answers with one row: the column {@code holds}, and for each counted change a
   *     column {@code expected_<name>} with the number of rows it must have
   * @param changes what is done if the conditions hold, by name, in order
   * @param counted the names of the changes that must have the expected number of rows
   */
  record Sequence(
      List<Query> preparations, Query conditions, Map<String, Query> changes, Set<String> counted)
      implements WriteQuery {

    /** A copy of what is given. */
    public Sequence {
      preparations = List.copyOf(preparations);
      changes = new LinkedHashMap<>(changes);
      counted = Set.copyOf(counted);
    }
  }
}
