// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.CompareAndSetProperties;
import java.util.Map;
import net.jqwik.api.lifecycle.AfterContainer;

/** Conditional updates on the simulator. */
final class DsqlCompareAndSetTest extends CompareAndSetProperties {

  private static final Persistence STORES = open();

  private static Persistence open() {
    ClusterSource source = SimulatedCluster.source(Map.of());
    source.empty();
    return source.open();
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
