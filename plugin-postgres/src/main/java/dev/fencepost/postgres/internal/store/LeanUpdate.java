// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import java.sql.SQLException;
import java.util.Optional;

/** One update by a lean statement, if there is one for it. For one call, so for one thread. */
final class LeanUpdate {

  private final UpdateExecution request;
  private final Optional<LeanShape> shape;
  private Optional<Sql> statement;

  LeanUpdate(LeanUpdates statements, UpdateExecution request) {
    this.request = request;
    this.shape = LeanShape.of(request);
    this.statement = statements.statement(shape);
  }

  /** Does the update, or nothing of it. */
  Optional<WorkflowKey> attempt(Session session, Session.Bindings common) throws SQLException {
    if (statement.isEmpty()) {
      return Optional.empty();
    }
    return session.first(
        statement.get(),
        bind -> {
          common.bind(bind);
          bind(bind, shape.orElseThrow());
        },
        row -> request.mutation().key());
  }

  /** A key was taken, perhaps that of a node, which only the other statement replaces. */
  void giveUp() {
    statement = Optional.empty();
  }

  private void bind(Binder bind, LeanShape parts) throws SQLException {
    ExecutionMutation mutation = request.mutation();
    ExecutionWrite.bindMutation(bind, RunParameters.MAIN, mutation);
    switch (parts.immediateTasks()) {
      case NONE -> {}
      case ONE -> WriteParts.bindOne(bind, WriteParts.immediate(mutation.tasks()).getFirst());
      case MANY -> WriteParts.bindImmediate(bind, WriteParts.immediate(mutation.tasks()));
    }
    if (parts.scheduledTasks()) {
      WriteParts.bindScheduled(bind, WriteParts.scheduled(mutation.tasks()));
    }
    if (parts.node()) {
      WriteParts.bindOne(bind, request.appends().getFirst());
    }
  }
}
