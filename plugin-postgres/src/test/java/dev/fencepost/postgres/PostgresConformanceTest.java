// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import dev.fencepost.testkit.conformance.PluginConformance;

final class PostgresConformanceTest extends PluginConformance {

  PostgresConformanceTest() {
    super(new TestDatabase());
  }
}
