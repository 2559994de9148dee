// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.conformance.PluginConformance;

final class CasSequenceConformanceTest extends PluginConformance {

  CasSequenceConformanceTest() {
    super(new RepeatableReadDatabase(FenceKind.CAS, WriteForm.SEQUENCE));
  }
}
