// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.testkit.TestSources;
import dev.fencepost.testkit.conformance.PluginConformance;

/** The whole conformance kit on the reference backend; other backends' leaves look the same. */
final class MemoryConformanceTest extends PluginConformance {

  MemoryConformanceTest() {
    super(TestSources.memory("conformance"));
  }
}
