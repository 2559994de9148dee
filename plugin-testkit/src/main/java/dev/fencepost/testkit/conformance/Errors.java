// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.fence.Fence;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expectations of typed errors. */
final class Errors {

  private Errors() {}

  /** Expects the call to throw exactly this type, and returns what it threw. */
  static <E extends PersistenceException> E expect(Class<E> type, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isExactlyInstanceOf(type);
    return type.cast(thrown);
  }

  /** Expects {@link OwnershipLost} for the fence, with the range id that is stored instead. */
  static void expectOwnershipLost(Fence fence, long actualRangeId, ThrowingCallable call) {
    OwnershipLost lost = expect(OwnershipLost.class, call);
    assertThat(lost.fence()).isEqualTo(fence);
    assertThat(lost.actualRangeId()).isEqualTo(OptionalLong.of(actualRangeId));
  }

  /** Expects {@link OwnershipLost} for the fence because what it protects does not exist. */
  static void expectNothingToOwn(Fence fence, ThrowingCallable call) {
    OwnershipLost lost = expect(OwnershipLost.class, call);
    assertThat(lost.fence()).isEqualTo(fence);
    assertThat(lost.actualRangeId()).isEmpty();
  }

  /** Expects {@link ConditionFailed} with exactly this condition. */
  static void expectCondition(FailedCondition condition, ThrowingCallable call) {
    assertThat(expect(ConditionFailed.class, call).condition()).isEqualTo(condition);
  }
}
