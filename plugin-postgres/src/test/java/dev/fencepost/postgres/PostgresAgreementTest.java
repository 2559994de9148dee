// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.agreement.PluginAgreement;
import net.jqwik.api.PropertyDefaults;

@PropertyDefaults(tries = 100)
final class PostgresAgreementTest extends PluginAgreement {

  private static final PersistenceSource SOURCE = new TestDatabase();

  PostgresAgreementTest() {
    super(SOURCE);
  }
}
