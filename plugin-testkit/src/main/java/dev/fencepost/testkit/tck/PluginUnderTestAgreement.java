// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.tck;

import dev.fencepost.testkit.agreement.PluginAgreement;
import net.jqwik.api.PropertyDefaults;

/** The agreements with the reference for the plugin that the environment names. */
@PropertyDefaults(tries = 100)
public final class PluginUnderTestAgreement extends PluginAgreement {

  /** Reads the environment. */
  public PluginUnderTestAgreement() {
    super(EnvironmentSource.read());
  }
}
