// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.query.v1.WorkflowQueryResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The queries that wait for a run's next workflow task, because events came before them that no
 * worker has seen. Guarded by the lock of the run.
 */
final class PendingQueries {

  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /**
   * A query that waits.
   *
   * @param id how the worker names it
   * @param query what is asked
   * @param answer the worker's answer; empty if the query may go to a worker directly now
   */
  record Pending(
      String id, WorkflowQuery query, CompletableFuture<Optional<WorkflowQueryResult>> answer) {}

  Pending add(WorkflowQuery query) {
    Pending added = new Pending(UUID.randomUUID().toString(), query, new CompletableFuture<>());
    pending.put(added.id(), added);
    return added;
  }

  void remove(Pending query) {
    pending.remove(query.id());
  }

  int size() {
    return pending.size();
  }

  /** What goes with a workflow task. */
  Map<String, WorkflowQuery> queries() {
    Map<String, WorkflowQuery> queries = new LinkedHashMap<>();
    pending.forEach((id, query) -> queries.put(id, query.query()));
    return queries;
  }

  void answer(Map<String, WorkflowQueryResult> results) {
    results.forEach(
        (id, result) -> {
          Pending answered = pending.remove(id);
          if (answered != null) {
            answered.answer().complete(Optional.of(result));
          }
        });
  }

  /** No workflow task is coming: every query may go to a worker directly. */
  void unblock() {
    pending.values().forEach(query -> query.answer().complete(Optional.empty()));
    pending.clear();
  }
}
