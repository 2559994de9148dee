// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.conflict;

import java.util.HashMap;
import java.util.Map;

/** All that a transaction wrote or locked. Safe for use by several threads. */
public final class Footprint {

  private final Map<RowKey, Access> accesses = new HashMap<>();
  private long rows;
  private long bytes;

  /** Adds a row. */
  public synchronized void add(RowReport report) {
    if (report.written()) {
      rows++;
    }
    bytes += report.bytes();
    report.accesses().forEach((key, access) -> accesses.merge(key, access, Access::stronger));
  }

  /** How many rows were written. */
  public synchronized long rows() {
    return rows;
  }

  /** How many bytes that is. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Whether nothing was written or locked. */
  public synchronized boolean isEmpty() {
    return accesses.isEmpty() && rows == 0;
  }

  /** What was done to which keys, so far. */
  public synchronized Map<RowKey, Access> accesses() {
    return Map.copyOf(accesses);
  }

  /** On how many keys two footprints conflict. */
  public int conflictsWith(Footprint other) {
    Map<RowKey, Access> others = other.accesses();
    int conflicts = 0;
    for (Map.Entry<RowKey, Access> mine : accesses().entrySet()) {
      Access theirs = others.get(mine.getKey());
      if (theirs != null && mine.getValue().conflictsWith(theirs)) {
        conflicts++;
      }
    }
    return conflicts;
  }
}
