// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import java.util.List;
import java.util.Optional;

/** How a call ended, as far as two backends must agree on it. */
sealed interface Outcome {

  /** It returned; empty if it returns nothing. */
  record Returned(Optional<Object> value) implements Outcome {}

  /** It threw; the details are those parts of the error a caller may rely on. */
  record Threw(Class<? extends PersistenceException> type, List<Object> details)
      implements Outcome {}

  static Outcome of(Call call, Persistence stores) {
    try {
      return new Returned(call.on(stores));
    } catch (PersistenceException error) {
      return new Threw(error.getClass(), details(error));
    }
  }

  private static List<Object> details(PersistenceException error) {
    if (error instanceof ConditionFailed failed) {
      return List.of(failed.condition());
    }
    if (error instanceof OwnershipLost lost) {
      return List.of(lost.fence(), lost.actualRangeId());
    }
    return List.of();
  }
}
