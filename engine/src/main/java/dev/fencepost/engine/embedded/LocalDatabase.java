// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.util.List;
import java.util.Map;

/** A database that runs until who started it stops it. Safe for use by many threads. */
public interface LocalDatabase {

  /** What the plugin must be told to find it and get in: its settings by their keys. */
  Map<String, String> settings();

  /**
   * What it has counted since it was started.
   *
   * @throws EmbeddedDatabaseFailure if it does not answer
   */
  Report report();

  /**
   * What a database counted itself.
   *
   * @param committed transactions that committed
   * @param rolledBack transactions that did not
   * @param refused statements it does not support, with its answer; one line each
   */
  record Report(long committed, long rolledBack, List<String> refused) {

    /** Copies the list. */
    public Report {
      refused = List.copyOf(refused);
    }
  }
}
