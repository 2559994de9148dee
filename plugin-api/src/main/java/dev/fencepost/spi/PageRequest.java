// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which page of a list to read. Every list of the SPI is ordered by its whole key and pages by
 * position in that order, so that a row that exists during the whole listing appears exactly once,
 * whatever is inserted or deleted meanwhile.
 *
 * @param size the most rows a page may have, at least 1
 * @param token the token of the page before, or empty for the first page
 */
public record PageRequest(int size, Optional<PageToken> token) {

  /** Checks the ranges. */
  public PageRequest {
    requireNonNull(token, "token is null");
    if (size < 1) {
      throw new IllegalArgumentException("size is at least 1, not " + size);
    }
  }

  /** The first page. */
  public static PageRequest first(int size) {
    return new PageRequest(size, Optional.empty());
  }

  /** The page after the one that returned the token. */
  public static PageRequest after(PageToken token, int size) {
    return new PageRequest(size, Optional.of(token));
  }
}
