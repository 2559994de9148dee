// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.property.FenceProperties;
import dev.fencepost.testkit.property.FenceSubject;
import java.util.function.UnaryOperator;
import net.jqwik.api.lifecycle.AfterContainer;

/** The fence KEY_SHARE under generated interleavings. */
final class KeyShareFenceTest extends FenceProperties {

  private static final DsqlFence FENCE =
      new DsqlFence(
          "dsql, key-share", FenceKind.KEY_SHARE, WriteForm.SEQUENCE, UnaryOperator.identity());

  @Override
  protected FenceSubject subject() {
    return FENCE;
  }

  @AfterContainer
  static void close() {
    FENCE.close();
  }
}
