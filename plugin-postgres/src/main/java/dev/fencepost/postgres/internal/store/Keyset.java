// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages that are read with one row more than asked for, which tells whether there is a next one.
 */
final class Keyset {

  private Keyset() {}

  /** How many rows to read. */
  static int limit(PageRequest page) {
    return page.size() == Integer.MAX_VALUE ? page.size() : page.size() + 1;
  }

  /** The page of the rows that were read. */
  static <T> Page<T> page(List<T> rows, PageRequest page, Function<T, PageToken> token) {
    if (rows.size() <= page.size()) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, page.size());
    return new Page<>(items, Optional.of(token.apply(items.getLast())));
  }
}
