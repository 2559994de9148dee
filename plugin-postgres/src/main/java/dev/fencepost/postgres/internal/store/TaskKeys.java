// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.PersistenceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The error of a task whose key is taken. */
final class TaskKeys {

  private static final Set<String> CONSTRAINTS =
      Set.of(
          "history_immediate_tasks_pkey", "history_scheduled_tasks_pkey", "task_queue_tasks_pkey");

  private TaskKeys() {}

  /** The error, or empty if the key is not that of a task. */
  static Optional<PersistenceException> taken(DuplicateKey key) {
    if (!CONSTRAINTS.contains(key.constraint())) {
      return Optional.empty();
    }
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("constraint", key.constraint());
    context.put("key", key.detail());
    return Optional.of(new AlreadyExists("a task key is taken", context));
  }
}
