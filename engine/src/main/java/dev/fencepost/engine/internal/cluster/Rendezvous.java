// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Rendezvous hashing: every key has a weight for every member, the heaviest owns it. When a member
 * goes only its keys move; when one comes it takes keys from all.
 *
 * <p>The hash of a workflow's shard is stored with the workflow and never changes: 64-bit FNV-1a
 * over UTF-8, then the finalizer of SplitMix64.
 */
final class Rendezvous {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Rendezvous() {}

  /** The member that owns a key; empty if there is no member. */
  static <M> Optional<M> owner(long key, List<M> members, Function<M, UUID> identity) {
    return members.stream()
        .max(
            Comparator.comparingLong((M member) -> weight(key, identity.apply(member)))
                .thenComparing(identity));
  }

  /** A hash of the parts, spread over all 64 bits. */
  static long hash(String... parts) {
    long hash = FNV_OFFSET;
    for (String part : parts) {
      for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
      }
      // a byte that UTF-8 never has separates the parts
      hash = (hash ^ 0xff) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** Spreads a number over all 64 bits. */
  static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private static long weight(long key, UUID member) {
    return mix(key ^ mix(member.getMostSignificantBits() ^ mix(member.getLeastSignificantBits())));
  }
}
