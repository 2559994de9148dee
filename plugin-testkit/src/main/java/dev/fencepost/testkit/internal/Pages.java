// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists read page by page. */
public final class Pages {

  private static final int MOST_PAGES = 100_000;

  private Pages() {}

  /** All rows of a list, in pages of a size that no page exceeds. */
  public static <T> List<T> all(int size, Function<PageRequest, Page<T>> list) {
    List<T> rows = new ArrayList<>();
    Optional<PageToken> token = Optional.empty();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Page<T> page = list.apply(new PageRequest(size, token));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
      rows.addAll(page.items());
      token = page.next();
      if (token.isEmpty()) {
        return rows;
      }
    }
    throw new AssertionError("a list does not end after " + MOST_PAGES + " pages");
  }
}
