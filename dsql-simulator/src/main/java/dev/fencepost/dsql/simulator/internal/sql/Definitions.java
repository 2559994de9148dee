// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;
import java.util.Optional;

/** Makes the definitions that are executed. */
final class Definitions {

  private Definitions() {}

  /** A definition that is executed as it is. */
  static Statement.Definition of(String text) {
    return of(text, text);
  }

  /** A definition that is written differently for the PostgreSQL behind. */
  static Statement.Definition of(String text, String behind) {
    return new Statement.Definition(text, List.of(behind), Optional.empty(), Optional.empty());
  }

  /** A definition before which something is checked in the catalog. */
  static Statement.Definition checked(String text, String check) {
    return new Statement.Definition(text, List.of(check, text), Optional.empty(), Optional.empty());
  }

  /** A definition that a query makes, whose rows are the answer. */
  static Statement.Definition job(String text, String query, String tag) {
    return new Statement.Definition(text, List.of(), Optional.of(query), Optional.of(tag));
  }

  /** A string constant. */
  static String literal(String value) {
    return (value.contains("\\") ? "E" : "")
        + "'"
        + value.replace("\\", "\\\\").replace("'", "''")
        + "'";
  }
}
