// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.conformance.PluginConformance;

final class KeyShareFoldedConformanceTest extends PluginConformance {

  KeyShareFoldedConformanceTest() {
    super(new RepeatableReadDatabase(FenceKind.KEY_SHARE, WriteForm.FOLDED));
  }
}
