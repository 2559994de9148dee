// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One call with its concrete request, to be made on one backend after the other. */
interface Call {

  /** Makes the call; returns its answer, or nothing if the call has none. */
  Optional<Object> on(Persistence stores);

  static Call answering(Function<Persistence, Object> call) {
    return stores -> Optional.of(call.apply(stores));
  }

  static Call silent(Consumer<Persistence> call) {
    return stores -> {
      call.accept(stores);
      return Optional.empty();
    };
  }
}
