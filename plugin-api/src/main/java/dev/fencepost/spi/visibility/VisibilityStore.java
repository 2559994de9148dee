// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.visibility;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.execution.ExecutionStatus;
import java.util.Map;
import java.util.UUID;

/**
 * Visibility records. They are written by a shard's owner some time after the run itself, perhaps
 * more than once and perhaps by two owners at once; the version in each record decides, so no fence
 * is needed and a late write never overwrites a newer one.
 *
 * <p>Contract: Temporal's visibility store.
 */
public interface VisibilityStore {

  /**
   * Stores a record unless one with the same or a greater version is stored for the run. A deleted
   * record stays deleted for versions up to that of the deletion only as long as its run exists;
   * the engine deletes last.
   */
  void upsert(VisibilityRecord entry);

  /** Deletes the record of a run. Deleting one that does not exist does nothing. */
  void delete(UUID namespaceId, UUID runId);

  /**
   * Reads the record of a run.
   *
   * @throws dev.fencepost.spi.error.NotFound if there is none
   */
  VisibilityRecord read(UUID namespaceId, UUID runId);

  /**
   * Lists records: open ones first, then by close time, newest first, then by start time, newest
   * first, then by run id.
   */
  Page<VisibilityRecord> list(VisibilityFilter filter, PageRequest page);

  /** Counts records. */
  long count(VisibilityFilter filter);

  /** Counts records by status; statuses without records are left out. */
  Map<ExecutionStatus, Long> countByStatus(VisibilityFilter filter);
}
