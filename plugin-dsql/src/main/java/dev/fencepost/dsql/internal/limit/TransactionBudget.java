// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.limit;

import dev.fencepost.postgres.internal.sql.BoundSize;
import dev.fencepost.spi.error.LimitExceeded;

/** What the statements of one attempt were given to store so far. For one thread. */
public final class TransactionBudget {

  private final ServiceLimits limits;
  private int rows;
  private long bytes;

  /** A budget of which nothing is used. */
  public TransactionBudget(ServiceLimits limits) {
    this.limits = limits;
  }

  /**
   * Uses some of it for a statement that has not been sent yet.
   *
   * @throws LimitExceeded if that is too much
   */
  public void use(BoundSize size) {
    rows += size.rows();
    bytes += size.bytes();
    require("column bytes", limits.valueBytes(), size.largestValue());
    require("transaction rows", limits.transactionRows(), rows);
    require("transaction bytes", limits.transactionBytes(), bytes);
  }

  private static void require(String limit, long value, long actual) {
    if (actual > value) {
      throw new LimitExceeded(limit, value, actual, null);
    }
  }
}
