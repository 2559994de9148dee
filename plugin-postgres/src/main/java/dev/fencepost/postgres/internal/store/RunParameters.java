// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.EXECUTIONS;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.spi.execution.ExecutionInfo;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;

/**
 * The parameters of one of the runs a statement is about. A statement knows at most three: the one
 * it changes, the current one it also changes, and the one it creates.
 */
enum RunParameters {
  /** The run of the request. */
  MAIN(""),
  /** The current run, changed beside the run of the request. */
  CURRENT("current_"),
  /** The run that is created beside the run of the request. */
  NEW("new_");

  private final String prefix;

  RunParameters(String prefix) {
    this.prefix = prefix;
  }

  String named(String name) {
    return prefix + name;
  }

  Param<UUID> runId() {
    return Parameters.uuid(named("run_id"));
  }

  Param<Long> expectedRecordVersion() {
    return Parameters.bigint(named("expected_record_version"));
  }

  Param<String> createRequestId() {
    return Parameters.text(named("create_request_id"));
  }

  Param<Short> state() {
    return Parameters.smallint(named("state"));
  }

  Param<Short> status() {
    return Parameters.smallint(named("status"));
  }

  Param<OffsetDateTime> startTime() {
    return Parameters.time(named("start_time"));
  }

  Param<Long> lastWriteVersion() {
    return Parameters.bigint(named("last_write_version"));
  }

  /** Whether a row of the executions is this run. */
  Condition isKey() {
    return EXECUTIONS
        .SHARD_ID
        .eq(Parameters.SHARD_ID)
        .and(EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
        .and(EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID))
        .and(EXECUTIONS.RUN_ID.eq(runId()));
  }

  /** What a write stores of the run, beside its key and its record version. */
  Map<Field<?>, Field<?>> stored() {
    Map<Field<?>, Field<?>> stored = new LinkedHashMap<>();
    stored.put(EXECUTIONS.CREATE_REQUEST_ID, createRequestId());
    stored.put(EXECUTIONS.STATE, state());
    stored.put(EXECUTIONS.STATUS, status());
    stored.put(EXECUTIONS.START_TIME, startTime());
    stored.put(EXECUTIONS.LAST_WRITE_VERSION, lastWriteVersion());
    stored.put(EXECUTIONS.NEXT_EVENT_ID, Parameters.bigint(named("next_event_id")));
    stored.put(EXECUTIONS.DATA, Parameters.bytes(named("data")));
    stored.put(EXECUTIONS.DATA_ENCODING, Parameters.text(named("data_encoding")));
    stored.put(EXECUTIONS.LAST_REQUEST_ID, Parameters.REQUEST_ID);
    return stored;
  }

  /** Binds the run and what is stored of it. */
  void bind(Binder binder, UUID runId, ExecutionInfo info) throws SQLException {
    binder
        .uuid(named("run_id"), runId)
        .text(named("create_request_id"), info.createRequestId())
        .smallint(named("state"), info.state().code())
        .smallint(named("status"), info.status().code())
        .time(named("start_time"), info.startTime())
        .bigint(named("last_write_version"), info.lastWriteVersion())
        .bigint(named("next_event_id"), info.nextEventId())
        .blob(named("data"), info.mutableState());
  }
}
