// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import java.util.Comparator;
import java.util.UUID;

/** The order of UUIDs as their text and their bytes are ordered, unlike {@link UUID#compareTo}. */
final class UuidOrder {

  static final Comparator<UUID> BY_BYTES =
      ((Comparator<UUID>)
              (a, b) ->
                  Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits()))
          .thenComparing(
              (a, b) ->
                  Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()));

  private UuidOrder() {}
}
