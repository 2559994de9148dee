// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.history.CachedRun.StoredRun;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.execution.WorkflowKey;

/** The write of a run may or may not have happened; the shard is closed because of it. */
final class WriteInDoubt extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient WorkflowKey key;
  private final transient MutableState state;
  private final long recordVersion;

  WriteInDoubt(int shardId, WorkflowKey key, MutableState state, long recordVersion) {
    super("a write of shard " + shardId + " is in doubt");
    this.key = key;
    this.state = state;
    this.recordVersion = recordVersion;
  }

  WorkflowKey key() {
    return key;
  }

  /** Whether what is stored, read under a later fence, is what the write would have stored. */
  boolean hasHappened(StoredRun stored) {
    return stored.recordVersion() == recordVersion && stored.state().equals(state);
  }
}
