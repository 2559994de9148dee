// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.internal.strategy.ShareLocks;
import dev.fencepost.testkit.property.FenceProperties;
import dev.fencepost.testkit.property.FenceSubject;
import java.sql.Connection;
import net.jqwik.api.lifecycle.AfterContainer;

/** The fence of PostgreSQL under generated interleavings. */
final class PostgresFenceTest extends FenceProperties {

  private static final PostgresFence FENCE =
      new PostgresFence(
          "postgres, share locks", new ShareLocks(), Connection.TRANSACTION_READ_COMMITTED);

  @Override
  protected FenceSubject subject() {
    return FENCE;
  }

  @AfterContainer
  static void close() {
    FENCE.close();
  }
}
