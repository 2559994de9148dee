// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.testkit.property.ConflictSubject;
import dev.fencepost.testkit.property.RetryProperties;
import net.jqwik.api.lifecycle.AfterContainer;

/** Conflicts on PostgreSQL, raised by the server at statements and commits. */
final class PostgresRetryTest extends RetryProperties {

  private static final RaisingStores STORES = new RaisingStores();

  @Override
  protected ConflictSubject subject() {
    return STORES;
  }

  @AfterContainer
  static void close() {
    STORES.close();
  }
}
