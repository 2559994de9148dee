// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;

/** Reads SQL as the service does. Safe for use by any number of threads. */
public interface Dialect {

  /**
   * Reads the statements of a text, in their order. What can't be read is a {@link
   * Statement.Query}: the PostgreSQL behind then says what is wrong with it. Never throws, and
   * never answers an empty list: a text without a statement is one {@link Statement.Empty}.
   */
  List<Statement> read(String sql);

  /** The dialect of the service. */
  static Dialect of(DialectOptions options) {
    return new ServiceDialect(options);
  }
}
