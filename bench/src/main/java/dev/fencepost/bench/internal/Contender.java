// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.sql.SQLException;

/** One way to do a fenced update. Safe for use by many threads, each with runs of its own. */
interface Contender extends AutoCloseable {

  /**
   * Updates a run durably: its state, one history node, one immediate task, under the shard's
   * fence.
   *
   * @param run the run, used by one thread at a time
   */
  void update(RunUnderUpdate run) throws SQLException;

  @Override
  void close();
}
