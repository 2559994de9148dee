// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.property.FenceProperties;
import dev.fencepost.testkit.property.FenceSubject;
import java.util.function.UnaryOperator;
import net.jqwik.api.lifecycle.AfterContainer;

/** The fence CAS under generated interleavings. */
final class CasFenceTest extends FenceProperties {

  private static final DsqlFence FENCE =
      new DsqlFence("dsql, cas", FenceKind.CAS, WriteForm.FOLDED, UnaryOperator.identity());

  @Override
  protected FenceSubject subject() {
    return FENCE;
  }

  @AfterContainer
  static void close() {
    FENCE.close();
  }
}
