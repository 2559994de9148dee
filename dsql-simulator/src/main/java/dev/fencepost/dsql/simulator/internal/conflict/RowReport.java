// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.conflict;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row that was written or locked, as the functions behind report it.
 *
 * @param written whether the row was written, not just locked
 * @param bytes how many bytes the row counts
 * @param accesses what was done to which of its keys
 */
public record RowReport(boolean written, long bytes, Map<RowKey, Access> accesses) {

  private static final char SEPARATOR = '\u001f';

  public RowReport {
    accesses = Map.copyOf(accesses);
  }

  /**
   * Reads a report: a letter, {@code W} for a written and {@code L} for a locked row, the bytes,
   * and for each key the access, the index and the values.
   */
  public static RowReport read(String text) {
    String[] parts = text.split(String.valueOf(SEPARATOR), -1);
    Map<RowKey, Access> accesses = new LinkedHashMap<>();
    for (int part = 2; part + 1 < parts.length; part += 2) {
      if (!parts[part].isEmpty()) {
        RowKey key = new RowKey(Long.parseLong(parts[part].substring(1)), parts[part + 1]);
        accesses.merge(key, Access.of(parts[part].charAt(0)), Access::stronger);
      }
    }
    return new RowReport(parts[0].equals("W"), Long.parseLong(parts[1]), accesses);
  }

  /** How long the longest key is, in bytes. */
  public int longestKey() {
    return accesses.keySet().stream()
        .mapToInt(key -> key.values().getBytes(StandardCharsets.UTF_8).length)
        .max()
        .orElse(0);
  }
}
