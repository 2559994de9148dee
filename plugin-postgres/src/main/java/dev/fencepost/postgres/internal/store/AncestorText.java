// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static java.util.stream.Collectors.joining;

import dev.fencepost.spi.history.AncestorRange;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The ancestors of a branch as the database keeps them. */
final class AncestorText {

  private AncestorText() {}

  static String write(List<AncestorRange> ancestors) {
    return ancestors.stream()
        .map(
            range ->
                range.branchId() + ":" + range.fromNodeInclusive() + ":" + range.toNodeExclusive())
        .collect(joining(","));
  }

  static List<AncestorRange> read(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(text.split(",", -1)).map(AncestorText::range).toList();
  }

  private static AncestorRange range(String text) {
    String[] parts = text.split(":", -1);
    return new AncestorRange(
        UUID.fromString(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}
