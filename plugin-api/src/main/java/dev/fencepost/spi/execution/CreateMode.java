// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import java.util.UUID;

/** What the creation of a run asks of, and does to, the current run of its workflow id. */
public sealed interface CreateMode {

  /** The workflow id has no current run; the new run becomes it. */
  record BrandNew() implements CreateMode {}

  /**
   * The current run is the given one and has closed; the new run takes its place.
   *
   * @param previousRunId the run that must be current
   * @param previousLastWriteVersion the last write version that the current record must have; it is
   *     compared with the current record alone, not with the run, whose own may be another after
   *     writes that left the current record as it was
   */
  record UpdateCurrent(UUID previousRunId, long previousLastWriteVersion) implements CreateMode {}

  /** The new run is not the current one and does not become it. */
  record BypassCurrent() implements CreateMode {}
}
