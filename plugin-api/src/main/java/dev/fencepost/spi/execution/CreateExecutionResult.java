// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import java.util.Optional;

/** How the creation of a run ended where the caller has to go on with either. */
public sealed interface CreateExecutionResult {

  /** The run exists now, with record version 1. */
  record Created() implements CreateExecutionResult {}

  /**
   * The current run is not as the mode asks. Nothing was written.
   *
   * @param actual the current run, or empty if the workflow id has none
   */
  record CurrentExecutionConflict(Optional<CurrentExecution> actual)
      implements CreateExecutionResult {}
}
