// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.agreement.PluginAgreement;
import java.util.Map;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * With shared locks and plain sequences no generated sequence of calls sends a statement or a
 * locking clause that the service refuses, and every call answers what the reference answers.
 */
@PropertyDefaults(tries = 15)
final class KeyShareLockingCompatibilityTest extends PluginAgreement {

  private static final PersistenceSource SOURCE =
      SimulatedCluster.source(Map.of("fence", "key-share", "writes", "sequence"));

  KeyShareLockingCompatibilityTest() {
    super(SOURCE);
  }

  @AfterContainer
  static void nothingWasRefused() {
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }
}
