// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * What modes ask of the current run, as their statements do: here to tell what was not as asked.
 */
final class CurrentRules {

  private CurrentRules() {}

  static boolean allows(CreateMode mode, Optional<CurrentExecution> current, UUID newRunId) {
    return switch (mode) {
      case CreateMode.BrandNew brandNew -> current.isEmpty();
      case CreateMode.UpdateCurrent expected ->
          current
              .filter(run -> run.runId().equals(expected.previousRunId()))
              .filter(run -> run.lastWriteVersion() == expected.previousLastWriteVersion())
              .filter(run -> run.state() == ExecutionState.COMPLETED)
              .isPresent();
      case CreateMode.BypassCurrent bypass ->
          current.filter(run -> run.runId().equals(newRunId)).isEmpty();
    };
  }

  static void require(CurrentHandling handling, UUID expectedCurrent, UUID bypassed, ResultSet row)
      throws SQLException {
    if (handling == CurrentHandling.IGNORE_CURRENT) {
      return;
    }
    Optional<CurrentExecution> current = ExecutionRows.current(row);
    UUID compared = handling == CurrentHandling.UPDATE_CURRENT ? expectedCurrent : bypassed;
    boolean isCurrent = current.filter(run -> run.runId().equals(compared)).isPresent();
    if (isCurrent != (handling == CurrentHandling.UPDATE_CURRENT)) {
      throw new ConditionFailed(new FailedCondition.CurrentExecutionMismatch(current));
    }
  }
}
