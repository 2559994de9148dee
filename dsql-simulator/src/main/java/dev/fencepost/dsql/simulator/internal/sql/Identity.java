// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.Optional;

/** The rules for sequences and identity columns. */
final class Identity {

  private static final long SMALLEST_LARGE_CACHE = 65_536;
  private static final String DEFINE_CACHE =
      " is not supported without an explicit cache size."
          + " please define CACHE greater than or equal to 65536 or equal to 1";

  private Identity() {}

  /** Why the service refuses a column's identity. */
  static Optional<Refusal> refusal(Tokens tokens, Range constraints, TypeName type) {
    int identity = find(tokens, constraints);
    if (identity < 0) {
      return Optional.empty();
    }
    if (!type.name().equals("bigint")) {
      return Optional.of(
          Refusal.unsupported(
              "datatype " + type.name() + " not supported, identity column type must be bigint"));
    }
    return cache(tokens, identity);
  }

  /** The index of the word IDENTITY in what stands behind a column's type, or -1. */
  static int find(Tokens tokens, Range constraints) {
    for (int at = constraints.from(); at < constraints.to(); at = tokens.next(at)) {
      if (tokens.are(at, "as", "identity")) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Why the service refuses an identity for its cache. */
  static Optional<Refusal> cache(Tokens tokens, int identity) {
    boolean defined = tokens.opens(identity + 1) && hasCache(tokens, tokens.inside(identity + 1));
    return defined
        ? Optional.empty()
        : Optional.of(Refusal.unsupported("identity column" + DEFINE_CACHE));
  }

  /** Why the service refuses CREATE SEQUENCE. */
  static Optional<Refusal> sequence(Tokens tokens) {
    return hasCache(tokens, tokens.all())
        ? Optional.empty()
        : Optional.of(Refusal.unsupported("CREATE SEQUENCE" + DEFINE_CACHE));
  }

  private static boolean hasCache(Tokens tokens, Range range) {
    int cache = tokens.find(range, "cache");
    if (cache < 0 || !tokens.at(cache + 1).value().matches("[0-9]{1,18}")) {
      return false;
    }
    long size = Long.parseLong(tokens.at(cache + 1).value());
    return size == 1 || size >= SMALLEST_LARGE_CACHE;
  }
}
