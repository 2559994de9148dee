// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.tck;

import dev.fencepost.testkit.conformance.PluginConformance;

/** The conformance kit for the plugin that the environment names. */
public final class PluginUnderTestConformance extends PluginConformance {

  /** Reads the environment. */
  public PluginUnderTestConformance() {
    super(EnvironmentSource.read());
  }
}
