// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what statements about executions answer. */
final class ExecutionRows {

  private ExecutionRows() {}

  static Execution execution(WorkflowKey key, ResultSet row) throws SQLException {
    return new Execution(
        key,
        new ExecutionInfo(
            row.getString("create_request_id"),
            ExecutionState.ofCode(row.getInt("state")),
            ExecutionStatus.ofCode(row.getInt("status")),
            Times.read(row, "start_time"),
            row.getLong("last_write_version"),
            row.getLong("next_event_id"),
            Columns.blob(row, "data")),
        row.getLong("db_record_version"));
  }

  /** The current run that was locked. */
  static Optional<CurrentExecution> current(ResultSet row) throws SQLException {
    @Nullable UUID runId = row.getObject("current_run_id", UUID.class);
    if (runId == null) {
      return Optional.empty();
    }
    return Optional.of(
        new CurrentExecution(
            runId,
            row.getString("current_create_request_id"),
            ExecutionState.ofCode(row.getInt("current_state")),
            ExecutionStatus.ofCode(row.getInt("current_status")),
            Times.read(row, "current_start_time"),
            row.getLong("current_last_write_version")));
  }

  /** Checks the record version of a locked run. */
  static void requireVersion(RunParameters run, ExecutionMutation mutation, ResultSet row)
      throws SQLException {
    OptionalLong actual = Columns.optionalLong(row, run.named("record_version"));
    if (actual.isEmpty()) {
      throw new ConditionFailed(new FailedCondition.ExecutionMissing(mutation.key()));
    }
    if (actual.getAsLong() != mutation.expectedRecordVersion()) {
      throw new ConditionFailed(
          new FailedCondition.RecordVersionMismatch(
              mutation.key(),
              mutation.expectedRecordVersion(),
              actual.getAsLong(),
              row.getLong(run.named("actual_next_event_id"))));
    }
  }

  /** Checks that a run to create does not exist. */
  static void requireMissing(RunParameters run, ExecutionSnapshot snapshot, ResultSet row)
      throws SQLException {
    OptionalLong existing = Columns.optionalLong(row, run.named("existing_record_version"));
    if (existing.isPresent()) {
      throw new ConditionFailed(
          new FailedCondition.ExecutionExists(snapshot.key(), existing.getAsLong()));
    }
  }
}
