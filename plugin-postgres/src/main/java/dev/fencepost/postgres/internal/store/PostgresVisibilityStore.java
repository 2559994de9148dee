// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.visibility.SearchAttribute;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Visibility records in PostgreSQL. */
final class PostgresVisibilityStore implements VisibilityStore {

  /** The close time of a run that has not closed. */
  private static final Instant OPEN = Instant.parse("9999-12-31T23:59:59Z");

  private static final int LONGEST_TYPE = 1_000;

  private final Stores stores;
  private final VisibilityStatements statements;
  private final Operation upsert;
  private final Operation delete;
  private final Operation read;
  private final Operation list;
  private final Operation count;
  private final Operation countByStatus;

  PostgresVisibilityStore(Stores stores, SqlRenderer renderer) {
    this.stores = stores;
    this.statements = new VisibilityStatements(renderer);
    this.upsert = stores.operation("visibility.upsert");
    this.delete = stores.operation("visibility.delete");
    this.read = stores.operation("visibility.read");
    this.list = stores.operation("visibility.list");
    this.count = stores.operation("visibility.count");
    this.countByStatus = stores.operation("visibility.countByStatus");
  }

  @Override
  public void upsert(VisibilityRecord entry) {
    require(entry);
    stores
        .runner()
        .write(
            upsert,
            Write.repeatable(
                session -> {
                  session.execute(statements.upsert, bind -> bind(bind, entry));
                  return entry;
                }));
  }

  @Override
  public void delete(UUID namespaceId, UUID runId) {
    stores
        .runner()
        .write(
            delete,
            Write.repeatable(
                session -> {
                  session.execute(
                      statements.delete,
                      bind -> bind.uuid("namespace_id", namespaceId).uuid("run_id", runId));
                  return runId;
                }));
  }

  @Override
  public VisibilityRecord read(UUID namespaceId, UUID runId) {
    return stores
        .runner()
        .read(
            read,
            session ->
                session.first(
                    statements.read,
                    bind -> bind.uuid("namespace_id", namespaceId).uuid("run_id", runId),
                    PostgresVisibilityStore::entry))
        .orElseThrow(
            () ->
                new NotFound(
                    "visibility record not found",
                    Map.of("namespaceId", namespaceId, "runId", runId)));
  }

  @Override
  public Page<VisibilityRecord> list(VisibilityFilter filter, PageRequest page) {
    require(filter);
    PageTokens tokens = tokens(filter);
    Optional<Position> after = page.token().map(token -> tokens.read(token, Position::parse));
    VisibilityShape shape = VisibilityShape.of(filter);
    Sql sql = after.isPresent() ? statements.laterPage(shape) : statements.firstPage(shape);
    List<VisibilityRecord> found =
        stores
            .runner()
            .read(
                list,
                session ->
                    session.all(
                        sql,
                        bind -> {
                          bind(bind, filter);
                          bind.integer("limit", Keyset.limit(page));
                          if (after.isPresent()) {
                            bind.time("after_close_time", after.get().closeTime())
                                .time("after_start_time", after.get().startTime())
                                .uuid("after_run_id", after.get().runId());
                          }
                        },
                        PostgresVisibilityStore::entry));
    return Keyset.page(
        found, page, last -> tokens.write(closeTime(last), last.startTime(), last.key().runId()));
  }

  @Override
  public long count(VisibilityFilter filter) {
    require(filter);
    return stores
        .runner()
        .read(
            count,
            session ->
                session.one(
                    statements.count(VisibilityShape.of(filter)),
                    bind -> bind(bind, filter),
                    row -> row.getLong("records")));
  }

  @Override
  public Map<ExecutionStatus, Long> countByStatus(VisibilityFilter filter) {
    require(filter);
    Map<ExecutionStatus, Long> counts = new EnumMap<>(ExecutionStatus.class);
    stores
        .runner()
        .read(
            countByStatus,
            session ->
                session.all(
                    statements.countByStatus(VisibilityShape.of(filter)),
                    bind -> bind(bind, filter),
                    row ->
                        Map.entry(
                            ExecutionStatus.ofCode(row.getInt("status")), row.getLong("records"))))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private void require(VisibilityRecord entry) {
    Requests requests = stores.requests();
    requests.requireWorkflow(entry.key());
    requests.requireText("workflowType", entry.workflowType(), 0, LONGEST_TYPE);
    requests.requireKeyBytes("workflowType", entry.workflowType());
    requests.requireStorable("taskQueue", entry.taskQueue());
    requests.requireBlob(entry.memo());
    requests.requireTime("startTime", entry.startTime());
    requests.requireTime("executionTime", entry.executionTime());
    entry.closed().ifPresent(closed -> requests.requireTime("closeTime", closed.closeTime()));
    entry
        .searchAttributes()
        .forEach(
            (name, value) -> {
              requests.requireStorable("searchAttributes", name);
              switch (value) {
                case SearchAttribute.Keyword keyword ->
                    requests.requireStorable(name, keyword.value());
                case SearchAttribute.KeywordList words ->
                    words.values().forEach(word -> requests.requireStorable(name, word));
                case SearchAttribute.Text text -> requests.requireStorable(name, text.value());
                case SearchAttribute.Int number -> {}
                case SearchAttribute.Double number -> {}
                case SearchAttribute.Bool bool -> {}
                case SearchAttribute.Datetime time -> {}
              }
            });
  }

  private void require(VisibilityFilter filter) {
    filter.workflowId().ifPresent(text -> stores.requests().requireStorable("workflowId", text));
    filter
        .workflowType()
        .ifPresent(text -> stores.requests().requireStorable("workflowType", text));
  }

  private static PageTokens tokens(VisibilityFilter filter) {
    return new PageTokens(
        "visibility records",
        filter.namespaceId(),
        filter.workflowId(),
        filter.runId(),
        filter.workflowType(),
        new TreeSet<>(filter.statuses()),
        filter.startTime(),
        filter.closeTime());
  }

  private static Instant closeTime(VisibilityRecord entry) {
    return entry.closed().map(VisibilityRecord.Closed::closeTime).orElse(OPEN);
  }

  private static void bind(Binder bind, VisibilityRecord entry) throws SQLException {
    Optional<VisibilityRecord.Closed> closed = entry.closed();
    bind.uuid("namespace_id", entry.key().namespaceId())
        .uuid("run_id", entry.key().runId())
        .text("workflow_id", entry.key().workflowId())
        .text("workflow_type", entry.workflowType())
        .text("task_queue", entry.taskQueue())
        .smallint("status", entry.status().code())
        .time("start_time", entry.startTime())
        .time("execution_time", entry.executionTime())
        .time("close_time", closeTime(entry))
        .bigint("history_length", closed.map(VisibilityRecord.Closed::historyLength).orElse(0L))
        .bigint("history_bytes", closed.map(VisibilityRecord.Closed::historyBytes).orElse(0L))
        .blob("memo", entry.memo())
        .text("search_attributes", SearchAttributesJson.write(entry.searchAttributes()))
        .bigint("record_version", entry.version());
  }

  private static void bind(Binder bind, VisibilityFilter filter) throws SQLException {
    bind.uuid("namespace_id", filter.namespaceId());
    if (filter.workflowId().isPresent()) {
      bind.text("workflow_id", filter.workflowId().get());
    }
    if (filter.runId().isPresent()) {
      bind.uuid("run_id", filter.runId().get());
    }
    if (filter.workflowType().isPresent()) {
      bind.text("workflow_type", filter.workflowType().get());
    }
    if (!filter.statuses().isEmpty()) {
      bind.smallints(
          "statuses",
          filter.statuses().stream().map(status -> (short) status.code()).toArray(Short[]::new));
    }
    if (filter.startTime().isPresent()) {
      bind.time("start_time_from", filter.startTime().get().fromInclusive())
          .time("start_time_to", filter.startTime().get().toInclusive());
    }
    if (filter.closeTime().isPresent()) {
      bind.time("close_time_from", filter.closeTime().get().fromInclusive())
          .time("close_time_to", filter.closeTime().get().toInclusive())
          .time("open_close_time", OPEN);
    }
  }

  private static VisibilityRecord entry(ResultSet row) throws SQLException {
    ExecutionStatus status = ExecutionStatus.ofCode(row.getInt("status"));
    Optional<VisibilityRecord.Closed> closed =
        status == ExecutionStatus.RUNNING
            ? Optional.empty()
            : Optional.of(
                new VisibilityRecord.Closed(
                    Times.read(row, "close_time"),
                    row.getLong("history_length"),
                    row.getLong("history_bytes")));
    return new VisibilityRecord(
        new WorkflowKey(
            Columns.uuid(row, "namespace_id"),
            row.getString("workflow_id"),
            Columns.uuid(row, "run_id")),
        row.getString("workflow_type"),
        row.getString("task_queue"),
        status,
        Times.read(row, "start_time"),
        Times.read(row, "execution_time"),
        closed,
        Columns.blob(row, "memo"),
        SearchAttributesJson.read(row.getString("search_attributes")),
        row.getLong("record_version"));
  }

  /** Where a record stands in a list. */
  private record Position(Instant closeTime, Instant startTime, UUID runId) {

    static Position parse(List<String> key) {
      return new Position(
          Instant.parse(key.get(0)), Instant.parse(key.get(1)), UUID.fromString(key.get(2)));
    }
  }
}
