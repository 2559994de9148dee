// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.CompareAndSetProperties;
import net.jqwik.api.lifecycle.AfterContainer;

/** Conditional updates on PostgreSQL. */
final class PostgresCompareAndSetTest extends CompareAndSetProperties {

  private static final Persistence STORES = open();

  private static Persistence open() {
    TestDatabase database = new TestDatabase();
    database.empty();
    return database.open();
  }

  @Override
  protected Persistence stores() {
    return STORES;
  }

  @AfterContainer
  static void close() {
    STORES.close();
  }
}
