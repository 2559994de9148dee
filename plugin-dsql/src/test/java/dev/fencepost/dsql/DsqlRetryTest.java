// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.testkit.property.ConflictSubject;
import dev.fencepost.testkit.property.RetryProperties;
import net.jqwik.api.lifecycle.AfterContainer;

/** Conflicts on the simulator, found at commits. */
final class DsqlRetryTest extends RetryProperties {

  private static final ConflictingCluster CLUSTER = new ConflictingCluster();

  @Override
  protected ConflictSubject subject() {
    return CLUSTER;
  }

  @AfterContainer
  static void close() {
    CLUSTER.close();
  }
}
