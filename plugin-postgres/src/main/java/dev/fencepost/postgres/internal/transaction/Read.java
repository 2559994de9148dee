// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import java.sql.SQLException;

/**
 * A read, which may run more than once.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Read<T> {

  /** Does it. */
  T attempt(Session session) throws SQLException;
}
