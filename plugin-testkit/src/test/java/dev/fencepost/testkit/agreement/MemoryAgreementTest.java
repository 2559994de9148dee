// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.TestSources;
import net.jqwik.api.PropertyDefaults;

/** The reference agrees with itself; other backends' leaves look the same. */
@PropertyDefaults(tries = 200)
final class MemoryAgreementTest extends PluginAgreement {

  private static final PersistenceSource SOURCE = TestSources.memory("agreement");

  MemoryAgreementTest() {
    super(SOURCE);
  }
}
