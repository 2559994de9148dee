// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import java.util.TreeSet;

/** Which tasks of a backlog were read and are not done yet. Not safe for use by many threads. */
final class AckTracker {

  private final TreeSet<Long> unfinished = new TreeSet<>();
  private long readLevel;

  AckTracker(long ackLevel) {
    this.readLevel = ackLevel;
  }

  /** Every task up to this id was read. */
  long readLevel() {
    return readLevel;
  }

  void advanceReadLevel(long taskId) {
    readLevel = Math.max(readLevel, taskId);
  }

  void begin(long taskId) {
    unfinished.add(taskId);
    advanceReadLevel(taskId);
  }

  /** Whether the task was unfinished. */
  boolean finish(long taskId) {
    return unfinished.remove(taskId);
  }

  /** Every task up to this id is done. */
  long ackLevel() {
    return unfinished.isEmpty() ? readLevel : unfinished.first() - 1;
  }

  int unfinishedCount() {
    return unfinished.size();
  }
}
