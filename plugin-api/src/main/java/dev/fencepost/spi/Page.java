// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param items the rows in the order of the list, at most as many as were asked for
 * @param next where the next page starts; empty when the list has certainly ended
 * @param <T> the type of a row
 */
public record Page<T>(List<T> items, Optional<PageToken> next) {

  /** Copies the rows. */
  public Page {
    items = List.copyOf(items);
    requireNonNull(next, "next is null");
  }
}
