// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import java.sql.SQLException;

/**
 * A key was taken by a row that the transaction's snapshot does not have. Another run of the body
 * has a newer one.
 */
final class ConcurrentCreation extends SQLException {

  private static final long serialVersionUID = 1L;

  ConcurrentCreation() {
    super("a row was created by another transaction meanwhile", "40001");
  }
}
